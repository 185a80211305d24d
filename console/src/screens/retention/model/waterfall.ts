// The bars of the waterfall of one line, and the scale that shows them. Pure.
import type { RetentionFlow, RetentionLine } from "@/app/types";
import { CAME, GONE } from "./view";

export type BarCode = "opening" | "closing" | (typeof CAME)[number] | (typeof GONE)[number];

export interface Bar {
  code: BarCode;
  /** Signed; of the two stocks how many they are. */
  amount: number;
  start: number;
  end: number;
}

/** Opening, every coming and going that isn't nothing, closing: each begins where the one before ended. */
export function barsOf(line: Pick<RetentionLine, "opening" | "total">): Bar[] {
  let at = line.opening;
  const bars: Bar[] = [{ code: "opening", amount: at, start: 0, end: at }];
  const step = (code: BarCode, amount: number) => {
    if (amount === 0) return;
    bars.push({ code, amount, start: at, end: at + amount });
    at += amount;
  };
  for (const code of CAME) step(code, line.total[code]);
  for (const code of GONE) step(code, -line.total[code]);
  return [...bars, { code: "closing", amount: at, start: 0, end: at }];
}

export interface Axis {
  /** Where the axis begins: 0, or a round number when the changes would be hairlines beside the stocks. */
  floor: number;
  top: number;
}

/** Beside 4,300 people 25 are a hairline: then the axis is cut, and the chart says so. */
export function axisOf(bars: Bar[]): Axis {
  const levels = bars.flatMap((bar) => (bar.code === "opening" || bar.code === "closing" ? [bar.end] : [bar.start, bar.end]));
  const top = Math.max(1, ...levels);
  const low = Math.min(...levels);
  const moved = top - low;
  if (moved === 0 || low <= 2 * moved) return { floor: 0, top };
  const unit = 10 ** Math.floor(Math.log10(moved));
  return { floor: Math.max(0, Math.floor((low - moved * 0.4) / unit) * unit), top };
}

/** Where a bar lies on the axis, in shares of its length. */
export function placed(bar: Bar, { floor, top }: Axis): { left: number; width: number } {
  const share = (value: number) => Math.max(0, Math.min(1, (value - floor) / (top - floor)));
  const [low, high] = [share(Math.min(bar.start, bar.end)), share(Math.max(bar.start, bar.end))];
  return { left: low, width: high - low };
}

/** Causes of evaporation that took somebody, the greatest first. */
export function causesOf(flow: RetentionFlow): { code: Exclude<(typeof GONE)[number], "moved_out">; amount: number }[] {
  return GONE.flatMap((code) => (code === "moved_out" || flow[code] === 0 ? [] : [{ code, amount: flow[code] }])).sort((a, b) => b.amount - a.amount);
}
