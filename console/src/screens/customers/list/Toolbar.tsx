// Find and filter. On a phone the filters are in a sheet.
import { Button, Select } from "antd";
import { type RefObject, useState } from "react";
import { t, tk } from "@/i18n";
import { number } from "@/i18n/format";
import type { Text } from "@/screens/checkup/useText";
import { Dialog, Icon } from "@/ui";
import type { Column } from "../model/columns";
import { chosenOf, FILTERS, SORTS, type View, valuesOf } from "../model/view";
import type { Change } from "../useView";
import { ColumnsMenu } from "./ColumnsMenu";
import { Facet, Values } from "./Facet";

export interface ToolbarProps {
  view: View;
  change: Change;
  text: Text;
  search: RefObject<HTMLInputElement | null>;
  found: number | undefined;
  narrow: boolean;
  columns: Column[];
  onColumns: (ids: string[]) => void;
}

export function Toolbar(props: ToolbarProps) {
  const { view, change, text, search, found, narrow, columns, onColumns } = props;
  return (
    <div className="cu-tools">
      <div className="cu-search cs-search">
        <Icon name="search" size={14} />
        <input ref={search} type="search" data-filter {...text.field} maxLength={200} placeholder={t("ui.customers.search")} aria-label={t("ui.customers.search.label")} />
      </div>
      {narrow ? <Sheet {...props} /> : FILTERS.map((name) => <Facet key={name} name={name} view={view} change={change} />)}
      <span className="spread" />
      <span className="cu-found" role="status">{found !== undefined && t("ui.customers.found", { n: number(found) })}</span>
      {!narrow && <ColumnsMenu columns={columns} onChange={onColumns} />}
    </div>
  );
}

function Sheet({ view, change, found }: ToolbarProps) {
  const [open, setOpen] = useState(false);
  const on = chosenOf(view).length;
  return (
    <>
      <button type="button" className={on ? "cu-facet on" : "cu-facet"} onClick={() => setOpen(true)}>
        <Icon name="filter" size={14} />{t("ui.customers.filter")}{on > 0 && <b>{on}</b>}
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t("ui.customers.filter")} className="sheet cu-sheet"
        footer={<Button type="primary" block onClick={() => setOpen(false)}>{t("ui.customers.filter.show", { n: number(found ?? 0) })}</Button>}>
        <label className="cs-sort">
          <span>{t("ui.customers.sort")}</span>
          <Select value={view.sort} onChange={(sort) => change({ sort })} aria-label={t("ui.customers.sort")}
            options={SORTS.map((value) => ({ value, label: tk(`ui.customers.sort.${value}`) }))} />
        </label>
        {FILTERS.map((name) => (
          <details key={name} open={valuesOf(view, name).length > 0 || name === "stage"}>
            <summary>{t(`ui.customers.filter.${name}`)}{valuesOf(view, name).length > 0 && <b>{valuesOf(view, name).length}</b>}</summary>
            <Values name={name} view={view} change={change} />
          </details>
        ))}
      </Dialog>
    </>
  );
}
