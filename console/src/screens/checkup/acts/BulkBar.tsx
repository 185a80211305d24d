// What may be done with the chosen groups. On a phone it stands at the thumb.
import { Button } from "antd";
import type { GroupRow } from "@/app/types";
import { t } from "@/i18n";
import { Icon, Menu } from "@/ui";
import { freed } from "../model/filter";
import { hours } from "../numbers";
import { actOf, acts } from "../words";
import { undoable } from "./calls";
import type { Ask } from "./useActs";

interface BulkBarProps {
  rows: GroupRow[];
  mayAct: boolean;
  ask: Ask;
  onClear: () => void;
  narrow: boolean;
}

export function BulkBar({ rows, mayAct, ask, onClear, narrow }: BulkBarProps) {
  if (rows.length === 0) return null;
  const todo = rows.filter(acts);
  const kinds = new Set(todo.map((row) => row.advice));
  const [only] = kinds;
  const hoursFreed = freed(rows);
  const more = [
    { id: "snooze", label: t("ui.checkup.bulk.snooze"), run: () => ask("snooze", rows) },
    { id: "keep", label: t("ui.checkup.bulk.keep"), run: () => ask("keep", rows) },
    { id: "tag", label: t("ui.customers.tag"), run: () => ask("tag", rows) },
    { id: "undo", label: t("ui.checkup.bulk.undo"), disabled: undoable(rows).length === 0, run: () => ask("undo", rows) },
  ];
  return (
    <section className="cu-bulk" aria-label={t("ui.checkup.bulk")}>
      <button type="button" className="icon-button" aria-label={t("ui.checkup.bulk.clear")} title={t("ui.checkup.bulk.clear")} onClick={onClear}><Icon name="close" /></button>
      <span className="cu-bulk-count" role="status">
        {t("ui.checkup.bulk.count", { n: rows.length })}
        {hoursFreed > 0 && <small><i> · </i>{t("table.freed", { hours: hours(hoursFreed) })}</small>}
      </span>
      <span className="spread" />
      {!mayAct && <span className="muted">{t("ui.checkup.bulk.read_only")}</span>}
      {mayAct && (
        <>
          {narrow
            ? <Menu trigger={<Icon name="more" />} label={t("ui.checkup.bulk.more")} align="end" items={more} />
            : more.map((one) => <Button key={one.id} disabled={one.disabled ?? false} onClick={one.run}>{one.label}</Button>)}
          <Button type="primary" disabled={todo.length === 0} onClick={() => ask("accept", rows)}>
            {kinds.size === 1 && only ? actOf(only) : t("ui.checkup.bulk.accept", { n: todo.length })}
          </Button>
        </>
      )}
    </section>
  );
}
