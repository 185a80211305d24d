// Who went from where to where, as a square; and the scores, as one. Pure.

export interface Step<T extends string> {
  came_from: T | null;
  went_to: T;
  count: number;
}

export interface Square<T extends string> {
  /** Where people came from; null: weren't known before. Only rows that somebody is in, and every known place. */
  rows: (T | null)[];
  cols: T[];
  at: (from: T | null, to: T) => number;
  rowSum: (from: T | null) => number;
  colSum: (to: T) => number;
  /** The greatest count of those who changed. */
  most: number;
}

export function squareOf<T extends string>(steps: Step<T>[], places: readonly T[]): Square<T> {
  const counts = new Map<string, number>();
  const key = (from: T | null, to: T) => `${from ?? ""}>${to}`;
  for (const one of steps) counts.set(key(one.came_from, one.went_to), (counts.get(key(one.came_from, one.went_to)) ?? 0) + one.count);
  const at = (from: T | null, to: T) => counts.get(key(from, to)) ?? 0;
  const rowSum = (from: T | null) => places.reduce((sum, to) => sum + at(from, to), 0);
  const rows = rowSum(null) > 0 ? [...places, null] : [...places];
  return {
    rows, cols: [...places], at, rowSum,
    colSum: (to) => rows.reduce((sum, from) => sum + at(from, to), 0),
    most: Math.max(0, ...rows.flatMap((from) => places.filter((to) => to !== from).map((to) => at(from, to)))),
  };
}

export interface Score {
  recency: number;
  frequency: number;
  money: number;
  count: number;
}

export const FIFTHS = [5, 4, 3, 2, 1];

/** Counts by recency (rows, best first) and frequency (columns, best last), of one fifth by money or of all. */
export function grid(scores: Score[], money: number | null): { rows: { recency: number; counts: number[] }[]; total: number; most: number } {
  const wanted = scores.filter((one) => money === null || one.money === money);
  const count = (recency: number, frequency: number) => wanted.reduce((sum, one) => sum + (one.recency === recency && one.frequency === frequency ? one.count : 0), 0);
  const rows = FIFTHS.map((recency) => ({ recency, counts: [...FIFTHS].reverse().map((frequency) => count(recency, frequency)) }));
  return { rows, total: wanted.reduce((sum, one) => sum + one.count, 0), most: Math.max(0, ...rows.flatMap((row) => row.counts)) };
}

/** How dark, 0 … 0.5: by the root, so that small counts show beside great ones. */
export function shade(count: number, most: number): number {
  return most > 0 && count > 0 ? Math.round(Math.sqrt(count / most) * 50) / 100 : 0;
}
