// Which groups a view shows, and how many each filter would. Plain arrays: 5,000 groups take a few milliseconds.
import type { GroupRow } from "@/app/types";
import { type Filters, LISTS, type ListName, NOTHING } from "./view";

/** A group with what is searched, put together once. */
export interface Known {
  row: GroupRow;
  text: string;
}

export function known(rows: GroupRow[]): Known[] {
  return rows.map((row) => ({ row, text: fold(`${row.name} ${row.line ?? ""} ${row.owner ?? ""} ${row.id}`) }));
}

/** Full-width letters and digits, as Chinese input gives them, find plain ones. */
export function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

export function valueOf(row: GroupRow, name: ListName): string {
  if (name === "decision") return row.decision?.kind ?? NOTHING;
  return row[name] ?? NOTHING;
}

/** `me`: the name of the staff that "mine" means; null: nobody, so nothing is mine. */
export function fits(filters: Filters, me: string | null): (one: Known) => boolean {
  const words = fold(filters.q).split(/\s+/).filter(Boolean);
  const lists = LISTS.filter((name) => filters[name].length > 0).map((name) => [name, new Set(filters[name])] as const);
  return ({ row, text }) =>
    (!filters.mine || (me !== null && row.owner === me)) &&
    lists.every(([name, wanted]) => wanted.has(valueOf(row, name))) &&
    words.every((word) => text.includes(word));
}

export function chosen(all: Known[], filters: Filters, me: string | null): GroupRow[] {
  return all.filter(fits(filters, me)).map((one) => one.row);
}

export interface Choice {
  value: string;
  count: number;
}

/** The values of one filter, and how many groups each has under all the other filters. Most first. */
export function choices(all: Known[], filters: Filters, name: ListName, me: string | null): Choice[] {
  const others = fits({ ...filters, [name]: [] }, me);
  const counts = new Map<string, number>(filters[name].map((value) => [value, 0]));
  for (const one of all) {
    const value = valueOf(one.row, name);
    counts.set(value, (counts.get(value) ?? 0) + (others(one) ? 1 : 0));
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

export function tally(rows: GroupRow[], of: "state" | "advice"): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row[of]] = (counts[row[of]] ?? 0) + 1;
  return counts;
}

export function freed(rows: GroupRow[]): number {
  return rows.reduce((sum, row) => sum + row.hours_freed, 0);
}
