// Which columns the table shows, and in which order. Kept with the account.
import { t, tk } from "@/i18n";
import { Icon, Pop } from "@/ui";
import { COLUMNS, moved, PRESET } from "../model/columns";
import { toggled } from "../model/view";

interface ColumnsMenuProps {
  ids: string[];
  onChange: (ids: string[]) => void;
}

export function ColumnsMenu({ ids, onChange }: ColumnsMenuProps) {
  const hidden = COLUMNS.filter((column) => !ids.includes(column.id));
  const label = (id: string) => tk(`ui.checkup.col.${id}`);
  return (
    <Pop trigger={<Icon name="columns" />} label={t("ui.checkup.columns")} align="end" panelClass="cu-columns">
      {() => <>
      <p className="cu-columns-title">{t("ui.checkup.columns")}</p>
      <ul>
        {ids.map((id, at) => (
          <li key={id}>
            <label className="cu-value"><input type="checkbox" checked disabled={id === "name"} onChange={() => onChange(toggled(ids, id))} /><span className="spread">{label(id)}</span></label>
            <button type="button" className="icon-button up" disabled={at < 2} aria-label={t("ui.checkup.columns.up", { name: label(id) })} onClick={() => onChange(moved(ids, id, -1))}><Icon name="down" size={12} /></button>
            <button type="button" className="icon-button" disabled={at < 1 || at === ids.length - 1} aria-label={t("ui.checkup.columns.down", { name: label(id) })} onClick={() => onChange(moved(ids, id, 1))}><Icon name="down" size={12} /></button>
          </li>
        ))}
        {hidden.map(({ id }) => (
          <li key={id}><label className="cu-value"><input type="checkbox" checked={false} onChange={() => onChange([...ids, id])} /><span className="spread muted">{label(id)}</span></label></li>
        ))}
      </ul>
      <p className="muted cu-columns-note">{t("ui.checkup.columns.note")}</p>
      <button type="button" className="text-button" onClick={() => onChange(PRESET)}>{t("ui.checkup.columns.reset")}</button>
      </>}
    </Pop>
  );
}
