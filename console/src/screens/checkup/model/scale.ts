// Scales of our charts. Pure numbers in, pixels out.

/** A linear scale: value to pixel. An empty domain maps to the middle, never to NaN. */
export function linear(from: [number, number], to: [number, number]): (value: number) => number {
  const [a, b] = from;
  const [x, y] = to;
  return (value) => (a === b ? (x + y) / 2 : x + ((value - a) / (b - a)) * (y - x));
}

/** A logarithmic scale for values ≥ 0: zero has its own place at the bottom. */
export function logged(top: number, least: number, to: [number, number]): (value: number) => number {
  const inner = linear([Math.log10(least), Math.log10(Math.max(top, least * 10))], to);
  return (value) => inner(Math.log10(Math.max(value, least)));
}

const NICE = [1, 2, 2.5, 5, 10];

/** The top of an axis: a round number not below `value`, and at least 1. */
export function niceTop(value: number): number {
  if (value <= 1) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * (NICE.find((step) => step * unit >= value) ?? 10);
}

export function ticks(top: number, count = 4): number[] {
  const whole = top < count ? Math.max(1, Math.ceil(top)) : count;
  return Array.from({ length: whole + 1 }, (_, index) => (top * index) / whole).filter((one) => top < count || Number.isInteger(one));
}

/** The scale that all sparklines share: the busiest days of all but the loudest 2 % of groups; they are cut off. */
export function sharedMax(sparks: number[][]): number {
  const peaks = sparks.map((values) => values.reduce((most, value) => Math.max(most, value), 0)).filter((peak) => peak > 0);
  peaks.sort((a, b) => a - b);
  return Math.max(1, peaks[Math.min(peaks.length - 1, Math.floor(peaks.length * 0.98))] ?? 1);
}

export interface Slice {
  from: number;
  to: number;
}

/** Rows to draw: those in sight and a few more on both sides. `top`: pixels of the list above the window. */
export function slice(top: number, height: number, row: number, count: number, more = 8): Slice {
  const first = Math.floor(top / row) - more;
  const last = Math.ceil((top + height) / row) + more;
  const from = Math.max(0, Math.min(first, count));
  return { from, to: Math.max(from, Math.min(last, count)) };
}
