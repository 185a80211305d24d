// Which columns, in which order: kept with the account.
import { t, tk } from "@/i18n";
import { moved } from "@/screens/checkup/model/columns";
import { toggled } from "@/screens/checkup/model/view";
import { Icon, Pop } from "@/ui";
import { type Column, COLUMNS, PRESET } from "../model/columns";

export function ColumnsMenu({ columns, onChange }: { columns: Column[]; onChange: (ids: string[]) => void }) {
  const ids = columns.map((column) => column.id);
  const hidden = COLUMNS.filter((column) => !ids.includes(column.id));
  const label = (column: Column) => tk(`column.${column.def}`);
  return (
    <Pop trigger={<Icon name="columns" />} label={t("ui.customers.columns")} align="end" panelClass="cu-columns">
      {() => (
        <>
          <p className="cu-columns-title">{t("ui.customers.columns")}</p>
          <ul>
            {columns.map((column, at) => (
              <li key={column.id}>
                <label className="cu-value"><input type="checkbox" checked disabled={column.id === "name"} onChange={() => onChange(toggled(ids, column.id))} /><span className="spread">{label(column)}</span></label>
                <button type="button" className="icon-button up" disabled={at < 2} aria-label={t("ui.customers.columns.up", { name: label(column) })} onClick={() => onChange(moved(ids, column.id, -1))}><Icon name="down" size={12} /></button>
                <button type="button" className="icon-button" disabled={at < 1 || at === ids.length - 1} aria-label={t("ui.customers.columns.down", { name: label(column) })} onClick={() => onChange(moved(ids, column.id, 1))}><Icon name="down" size={12} /></button>
              </li>
            ))}
            {hidden.map((column) => (
              <li key={column.id}><label className="cu-value"><input type="checkbox" checked={false} onChange={() => onChange([...ids, column.id])} /><span className="spread muted">{label(column)}</span></label></li>
            ))}
          </ul>
          <p className="muted cu-columns-note">{t("ui.customers.columns.note")}</p>
          <button type="button" className="text-button" onClick={() => onChange(PRESET)}>{t("ui.customers.columns.reset")}</button>
        </>
      )}
    </Pop>
  );
}
