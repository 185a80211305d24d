// One filter: a button that opens its values, each with the number of groups it would leave.
import { useState } from "react";
import { t } from "@/i18n";
import { Icon, Pop } from "@/ui";
import type { Choice } from "../model/filter";
import { fold } from "../model/filter";
import { type ListName, toggled } from "../model/view";
import { number } from "../numbers";
import { valueWord } from "../words";

interface FacetProps {
  name: ListName;
  chosen: string[];
  /** Counted only while it is open. */
  choices: () => Choice[];
  onChange: (values: string[]) => void;
}

const SEARCHED = 9; // more values than that get a field to find one

export function Facet({ name, chosen, choices, onChange }: FacetProps) {
  const label = t(`ui.checkup.filter.${name}`);
  return (
    <Pop className={chosen.length ? "cu-facet on" : "cu-facet"} panelClass="cu-facet-panel"
      label={chosen.length ? `${label} ${chosen.map((value) => valueWord(name, value)).join(" · ")}` : label}
      trigger={<>{label}{chosen.length > 0 && <b>{chosen.length}</b>}<Icon name="down" size={12} /></>}>
      {() => <Values name={name} chosen={chosen} choices={choices()} onChange={onChange} />}
    </Pop>
  );
}

export function Values({ name, chosen, choices, onChange }: Omit<FacetProps, "choices"> & { choices: Choice[] }) {
  const [text, setText] = useState("");
  const found = choices.filter((one) => fold(valueWord(name, one.value)).includes(fold(text)));
  return (
    <div className="cu-values">
      {choices.length > SEARCHED && (
        <input type="search" className="cu-input" value={text} onChange={(event) => setText(event.target.value)}
          placeholder={t("ui.checkup.filter.find")} aria-label={t("ui.checkup.filter.find")} />
      )}
      <div className="cu-values-list" role="group" aria-label={t(`ui.checkup.filter.${name}`)}>
        {found.map(({ value, count }) => (
          <label key={value} className="cu-value">
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => onChange(toggled(chosen, value))} />
            <span className="ellipsis spread">{valueWord(name, value)}</span>
            <small>{number(count)}</small>
          </label>
        ))}
        {found.length === 0 && <p className="muted">{t("ui.checkup.filter.none")}</p>}
      </div>
      {chosen.length > 0 && <button type="button" className="text-button" onClick={() => onChange([])}>{t("ui.checkup.filter.clear_one")}</button>}
    </div>
  );
}
