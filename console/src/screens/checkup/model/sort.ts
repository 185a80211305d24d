// Order of the list. Unknown values go last whichever way it runs; equals keep the check-up's own order.
import type { GroupRow } from "@/app/types";
import type { Order } from "./view";

type Value = number | string | null;

const STATES = ["alive", "forming", "fading", "dormant", "dead", "unknown"];
const ADVICE = ["stop", "merge", "revive", "keep", "unknown"];

const VALUES: Record<string, (row: GroupRow) => Value> = {
  name: (row) => row.name,
  line: (row) => row.line,
  state: (row) => STATES.indexOf(row.state),
  p: (row) => row.p,
  messages: (row) => row.messages_28d,
  speakers: (row) => row.speakers_28d,
  members: (row) => row.members,
  net: (row) => row.net_28d,
  spend: (row) => row.spend_cents_90d,
  silent: (row) => row.days_silent,
  trend: (row) => row.trend,
  hours: (row) => row.hours_freed,
  active7: (row) => row.active_days_7d,
  advice: (row) => ADVICE.indexOf(row.advice),
  owner: (row) => row.owner,
  decision: (row) => (row.decision ? `${row.decision.kind} ${row.decision.at}` : null),
};

export function sortable(by: string): boolean {
  return by in VALUES;
}

export function sorted(rows: GroupRow[], order: Order | null, tag: string): GroupRow[] {
  const value = order && VALUES[order.by];
  if (!value) return rows;
  const words = new Intl.Collator(tag, { numeric: true });
  const way = order.down ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: value(row) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === b.key ? 0 : a.key === null ? 1 : -1;
    return typeof a.key === "string" ? way * words.compare(a.key, String(b.key)) : way * (a.key - Number(b.key));
  });
  return keyed.map((one) => one.row);
}

/** Pressing a head: numbers begin with the greatest, words with the first; then the other way; then as advised. */
export function nextOrder(order: Order | null, by: string): Order | null {
  const first = !["name", "line", "owner", "state", "advice", "decision"].includes(by);
  if (order?.by !== by) return { by, down: first };
  return order.down === first ? { by, down: !first } : null;
}
