// Find and filter. On a phone the filters are in a sheet.
import { Button } from "antd";
import { type RefObject, useState } from "react";
import { t } from "@/i18n";
import { Dialog, Icon } from "@/ui";
import { choices, type Known } from "../model/filter";
import { LISTS, type View } from "../model/view";
import { number } from "../numbers";
import type { Text } from "../useText";
import type { Change } from "../useView";
import { ColumnsMenu } from "./ColumnsMenu";
import { Facet, Values } from "./Facet";

export interface ToolbarProps {
  view: View;
  change: Change;
  text: Text;
  search: RefObject<HTMLInputElement | null>;
  all: Known[];
  me: string | null;
  found: number;
  narrow: boolean;
  columns: string[];
  onColumns: (ids: string[]) => void;
}

export function Toolbar(props: ToolbarProps) {
  const { view, change, text, search, all, me, found, narrow, columns, onColumns } = props;
  return (
    <div className="cu-tools">
      <div className="cu-search">
        <Icon name="search" size={14} />
        <input ref={search} type="search" {...text.field} placeholder={t("ui.checkup.search")} aria-label={t("ui.checkup.search")} />
      </div>
      {narrow ? <Sheet {...props} /> : LISTS.map((name) => (
        <Facet key={name} name={name} chosen={view[name]} choices={() => choices(all, { ...view, q: text.meant }, name, me)} onChange={(values) => change({ [name]: values })} />
      ))}
      <span className="spread" />
      <span className="cu-found" role="status">{t("report.found", { shown: number(found), all: number(all.length) })}</span>
      {!narrow && view.shape === "table" && <ColumnsMenu ids={columns} onChange={onColumns} />}
    </div>
  );
}

function Sheet({ view, change, text, all, me, found }: ToolbarProps) {
  const [open, setOpen] = useState(false);
  const on = LISTS.reduce((sum, name) => sum + view[name].length, 0);
  return (
    <>
      <button type="button" className={on ? "cu-facet on" : "cu-facet"} onClick={() => setOpen(true)}>
        <Icon name="filter" size={14} />{t("ui.checkup.filter")}{on > 0 && <b>{on}</b>}
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t("ui.checkup.filter")} className="sheet cu-sheet"
        footer={<Button type="primary" block onClick={() => setOpen(false)}>{t("ui.checkup.filter.show", { n: found })}</Button>}>
        {LISTS.map((name) => (
          <details key={name} open={view[name].length > 0 || name === "advice"}>
            <summary>{t(`ui.checkup.filter.${name}`)}{view[name].length > 0 && <b>{view[name].length}</b>}</summary>
            <Values name={name} chosen={view[name]} choices={choices(all, { ...view, q: text.meant }, name, me)} onChange={(values) => change({ [name]: values })} />
          </details>
        ))}
      </Dialog>
    </>
  );
}
