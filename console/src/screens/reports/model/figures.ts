// Figures then and now. Pure.
import type { Digest, DigestEntry, Figure, MovedGroup } from "@/app/types";

/** Which way is good: more dead groups and more people leaving are not. null: neither is. */
const GOOD: Record<string, 1 | -1> = {
  alive: 1, dead: -1, active_each_of_7_days: 1, people: 1, messages_28d: 1, inflow_28d: 1, evaporation_28d: -1, net_28d: 1, retained: 1,
};

export interface Change {
  by: number | null;
  mood: "better" | "worse" | "same";
}

export function change(figure: Figure): Change {
  const { before, after, code } = figure;
  if (before === null || after === null) return { by: null, mood: "same" };
  const by = Math.round((after - before) * 10) / 10;
  const good = GOOD[code];
  if (by === 0 || good === undefined) return { by, mood: "same" };
  return { by, mood: by * good > 0 ? "better" : "worse" };
}

export const MOVES = ["died", "faded", "came_back", "settled", "new", "gone"] as const;

/** Groups by how they moved, in the order of what is worst; kinds that nobody is in are left out. */
export function byMove(moved: MovedGroup[]): { move: MovedGroup["move"]; groups: MovedGroup[] }[] {
  const known: readonly string[] = MOVES;
  const others = [...new Set(moved.map((one) => one.move))].filter((move) => !known.includes(move));
  return [...MOVES, ...others]
    .map((move) => ({ move, groups: moved.filter((one) => one.move === move) }))
    .filter((one) => one.groups.length > 0);
}

/** Hours a week that all advice together would free. */
export function hoursFreed(digest: Digest): number | null {
  return digest.figures.find((one) => one.code === "hours_freed_per_week")?.after ?? null;
}

/** Two chosen summaries, the earlier first: by their day, then by when they were made. */
export function inOrder(a: DigestEntry, b: DigestEntry): [DigestEntry, DigestEntry] {
  const later = a.as_of > b.as_of || (a.as_of === b.as_of && a.made_at > b.made_at);
  return later ? [b, a] : [a, b];
}

/** Choose a summary for comparing: two at most, the one chosen longest ago makes room. */
export function toggled(chosen: number[], id: number): number[] {
  return chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-2);
}
