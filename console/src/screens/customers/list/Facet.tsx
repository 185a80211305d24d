// One filter: a button that opens its values. Of most one value holds; of tags any of several.
import { useState } from "react";
import { sentence } from "@/app/problem";
import { t } from "@/i18n";
import { number } from "@/i18n/format";
import { Icon, Pop } from "@/ui";
import { fold } from "@/screens/checkup/model/filter";
import { type FilterName, type View, valuesOf, withValues } from "../model/view";
import { toggled } from "@/screens/checkup/model/view";
import type { Change } from "../useView";
import { type Option, useOptions } from "./options";

const SEARCHED = 9; // more values than that get a field to find one

interface FacetProps {
  name: FilterName;
  view: View;
  change: Change;
}

export function Facet({ name, view, change }: FacetProps) {
  const label = t(`ui.customers.filter.${name}`);
  const chosen = valuesOf(view, name);
  return (
    <Pop className={chosen.length ? "cu-facet on" : "cu-facet"} panelClass="cu-facet-panel" label={label}
      trigger={<>{label}{chosen.length > 0 && <b>{chosen.length}</b>}<Icon name="down" size={12} /></>}>
      {(close) => <Values name={name} view={view} change={(wanted) => { change(wanted); if (name !== "tag") close(); }} />}
    </Pop>
  );
}

/** Typed here, found by the server: groups and staff are too many to list. */
const ASKED: FilterName[] = ["owner", "group"];

export function Values({ name, view, change }: FacetProps) {
  const [text, setText] = useState("");
  const asks = ASKED.includes(name);
  const { options, pending, error } = useOptions(name, asks ? text : "");
  const chosen = valuesOf(view, name);
  const found = asks ? options : options.filter((one) => fold(`${one.under ?? ""}/${one.label}`).includes(fold(text)));
  const choose = (value: string) => change(withValues(name, name === "tag" ? toggled(chosen, value) : chosen.includes(value) ? [] : [value]));
  return (
    <div className="cu-values">
      {(asks || options.length > SEARCHED) && (
        <input type="search" className="cu-input" value={text} onChange={(event) => setText(event.target.value)}
          placeholder={t("ui.customers.filter.find")} aria-label={t("ui.customers.filter.find")} />
      )}
      <div className="cu-values-list" role="group" aria-label={t(`ui.customers.filter.${name}`)}>
        {error ? <p className="muted">{sentence(error)}</p> : found.map((option, at) => (
          <Value key={option.value} option={option} heading={option.under !== found[at - 1]?.under ? option.under : undefined}
            on={chosen.includes(option.value)} choose={() => choose(option.value)} />
        ))}
        {!error && found.length === 0 && <p className="muted">{pending ? t("ui.state.loading") : t("ui.customers.filter.none")}</p>}
      </div>
      {chosen.length > 0 && <button type="button" className="text-button" onClick={() => change(withValues(name, []))}>{t("ui.customers.filter.clear_one")}</button>}
    </div>
  );
}

function Value({ option, heading, on, choose }: { option: Option; heading: string | undefined; on: boolean; choose: () => void }) {
  return (
    <>
      {heading !== undefined && <p className="cs-heading">{heading}</p>}
      <label className="cu-value">
        <input type="checkbox" checked={on} onChange={choose} />
        <span className="ellipsis spread">{option.label}</span>
        {option.count !== undefined && <small>{number(option.count)}</small>}
      </label>
    </>
  );
}
