// Between two check-ups: how many groups went from which state to which.
import type { CompareView, Totals } from "@/app/types";

export const STATES = ["alive", "forming", "fading", "dormant", "dead", "unknown"];
export const OUT = "gone"; // not in the other check-up: new, or gone

export interface Ribbon {
  from: string;
  to: string;
  count: number;
}

type Changed = CompareView["groups"];

/** Moves, and those that stayed (which the list of changes does not name). */
export function ribbons(before: Totals, after: Totals, changed: Changed): Ribbon[] {
  const moves = new Map<string, number>();
  const left = { ...before.states };
  const arrived = { ...after.states };
  for (const group of changed) {
    const [from, to] = [group.before?.state ?? OUT, group.after?.state ?? OUT];
    moves.set(`${from} ${to}`, (moves.get(`${from} ${to}`) ?? 0) + 1);
    if (from !== OUT) left[from] = (left[from] ?? 0) - 1;
    if (to !== OUT) arrived[to] = (arrived[to] ?? 0) - 1;
  }
  for (const state of STATES) {
    const stayed = Math.min(left[state] ?? 0, arrived[state] ?? 0);
    if (stayed > 0) moves.set(`${state} ${state}`, (moves.get(`${state} ${state}`) ?? 0) + stayed);
  }
  return [...moves].map(([pair, count]) => {
    const [from = OUT, to = OUT] = pair.split(" ");
    return { from, to, count };
  }).sort((a, b) => order(a.from) - order(b.from) || order(a.to) - order(b.to));
}

const order = (state: string) => (STATES.indexOf(state) + STATES.length + 1) % (STATES.length + 1);

export interface Band extends Ribbon {
  /** Upper and lower edge on the left and on the right, 0 … 1. */
  left: [number, number];
  right: [number, number];
}

/** Ribbons laid between two columns of equal height, each in the order of states. */
export function bands(all: Ribbon[]): Band[] {
  const total = all.reduce((sum, one) => sum + one.count, 0) || 1;
  const starts = (side: "from" | "to") => {
    let at = 0;
    const edges = new Map<string, number>();
    for (const state of [...STATES, OUT]) {
      edges.set(state, at);
      at += all.filter((one) => one[side] === state).reduce((sum, one) => sum + one.count, 0);
    }
    return edges;
  };
  const [onLeft, onRight] = [starts("from"), starts("to")];
  const take = (edges: Map<string, number>, state: string, count: number): [number, number] => {
    const at = edges.get(state) ?? 0;
    edges.set(state, at + count);
    return [at / total, (at + count) / total];
  };
  return all.map((one) => ({ ...one, left: take(onLeft, one.from, one.count), right: take(onRight, one.to, one.count) }));
}

/** For the worse, the better, or neither: by state. */
const RANK: Record<string, number> = { alive: 4, forming: 3, fading: 2, dormant: 1, dead: 0 };

export function turn(group: Changed[number]): "worse" | "better" | "other" {
  const [from, to] = [RANK[group.before?.state ?? ""], RANK[group.after?.state ?? ""]];
  if (from === undefined || to === undefined || from === to) return "other";
  return to < from ? "worse" : "better";
}
