// What may be done with the chosen customers. On a phone it stands at the thumb.
import { Button } from "antd";
import type { CustomerRow } from "@/app/types";
import { t } from "@/i18n";
import { Icon, Menu } from "@/ui";
import type { Ask } from "../acts/useActs";

interface BulkBarProps {
  rows: CustomerRow[];
  ask: Ask;
  onClear: () => void;
  narrow: boolean;
}

export function BulkBar({ rows, ask, onClear, narrow }: BulkBarProps) {
  if (rows.length === 0) return null;
  const more = [
    { id: "untag", label: t("ui.customers.untag"), disabled: rows.every((row) => row.tags.length === 0), run: () => ask("untag", rows) },
    { id: "attribute", label: t("ui.customers.set_attribute"), run: () => ask("attribute", rows) },
  ];
  return (
    <section className="cu-bulk" aria-label={t("ui.customers.bulk")}>
      <button type="button" className="icon-button" aria-label={t("ui.customers.bulk.clear")} title={t("ui.customers.bulk.clear")} onClick={onClear}><Icon name="close" /></button>
      <span className="cu-bulk-count" role="status">{t("ui.customers.bulk.count", { n: rows.length })}</span>
      <span className="spread" />
      {narrow
        ? <Menu trigger={<Icon name="more" />} label={t("ui.customers.bulk.more")} align="end" items={more} />
        : more.map((one) => <Button key={one.id} disabled={one.disabled ?? false} onClick={one.run}>{one.label}</Button>)}
      <Button type="primary" onClick={() => ask("tag", rows)}>{t("ui.customers.tag")}</Button>
    </section>
  );
}
