// Which segments are shown, in which order; what is the case with all of them. Pure.
import type { SegmentRow } from "@/app/types";

export const KINDS: SegmentRow["kind"][] = ["dynamic", "frozen", "uploaded"];
export const SORTS = ["name", "members", "moved", "changed"] as const;
export type Sort = (typeof SORTS)[number];

export interface Wanted { text: string; kind: string; sort: Sort }

/** All that is asked for must hold; `kind` "failing": those whose last sweep failed. */
export function chosenRows(rows: readonly SegmentRow[], { text, kind, sort }: Wanted): SegmentRow[] {
  const word = text.trim().toLowerCase();
  const found = rows.filter((row) =>
    (!word || `${row.name} ${row.description} ${row.created_by_name}`.toLowerCase().includes(word)) &&
    (!kind || (kind === "failing" ? row.error !== null : row.kind === kind)));
  const by: Record<Sort, (row: SegmentRow) => number> = {
    name: () => 0, members: (row) => -(row.members ?? -1), moved: (row) => -(row.entered + row.left), changed: (row) => -row.changed_at,
  };
  return found.toSorted((a, b) => by[sort](a) - by[sort](b));
}

export interface Standing { segments: number; failing: number; waiting: number; entered: number; left: number; kinds: Record<string, number> }

/** What the strip says. `waiting`: not swept yet, or of an older version; `entered`, `left`: in sweeps of the last day. */
export function standing(rows: readonly SegmentRow[], now: number): Standing {
  const fresh = rows.filter((row) => row.moved_at !== null && now - row.moved_at < 86_400_000);
  const sum = (of: (row: SegmentRow) => number) => fresh.reduce((all, row) => all + of(row), 0);
  return {
    segments: rows.length,
    failing: rows.filter((row) => row.error !== null).length,
    waiting: rows.filter((row) => row.kind === "dynamic" && row.error === null && (row.swept_at === null || !row.current)).length,
    entered: sum((row) => row.entered),
    left: sum((row) => row.left),
    kinds: Object.fromEntries(KINDS.map((kind) => [kind, rows.filter((row) => row.kind === kind).length])),
  };
}
