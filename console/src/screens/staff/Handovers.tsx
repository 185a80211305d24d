// Hand-overs in a table: whose, to whom, and sums that add up.
import { Link } from "react-router";
import type { HandoverRow } from "@/app/types";
import { named, t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { type Column, DataTable, Pill } from "@/ui";
import { summed, toneOf } from "./sums";

export function Handovers({ rows }: { rows: HandoverRow[] }) {
  return <DataTable caption={t("ui.staff.handovers")} columns={COLUMNS} rows={rows} rowKey={(row) => row.id} />;
}

const both = (row: HandoverRow, of: "all" | "done" | "open" | "not" | "excluded") => number(summed(row.customers)[of] + summed(row.groups)[of]);

const COLUMNS: Column<HandoverRow>[] = [
  { key: "from", get label() { return t("ui.staff.from"); }, head: true, render: (row) => <Link to={`/staff/handovers/${row.id}`}>{t("ui.staff.handover", { name: row.giver.name })}</Link> },
  { key: "to", get label() { return t("ui.staff.to"); }, render: (row) => row.receivers.map((one) => one.name).join(" / ") },
  { key: "state", get label() { return t("ui.staff.standing"); }, render: (row) => <Pill tone={toneOf(row.state)}>{named("handover.state", row.state)}</Pill> },
  { key: "all", get label() { return t("ui.staff.asked"); }, num: true, render: (row) => both(row, "all") },
  { key: "done", get label() { return t("ui.staff.done"); }, num: true, render: (row) => both(row, "done") },
  { key: "open", get label() { return t("ui.staff.open"); }, num: true, render: (row) => both(row, "open") },
  { key: "not", get label() { return t("ui.staff.not"); }, num: true, render: (row) => both(row, "not") },
  { key: "excluded", get label() { return t("ui.staff.excluded"); }, num: true, render: (row) => both(row, "excluded") },
  { key: "by", get label() { return t("ui.staff.by"); }, render: (row) => row.made_by_name },
  { key: "at", get label() { return t("ui.staff.at"); }, render: (row) => relative(row.confirmed_at ?? row.made_at) },
];
