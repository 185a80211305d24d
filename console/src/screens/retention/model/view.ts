// What the screen shows, as the address says it: which days, cut how, by which rule of dormancy, whose names. Pure.
import type { FollowBasis, Grain, RetentionCell, RetentionSlice } from "@/app/types";

export const GRAINS: Grain[] = ["day", "week", "month"];
export const SLICES: RetentionSlice[] = ["whole", "source", "group", "staff", "tag", "arrival"];
export const BASES: FollowBasis[] = ["relation", "any"];
export const CAME = ["new", "returned", "joined", "moved_in"] as const;
export const GONE = ["customer_deleted", "staff_deleted", "left", "dormant", "transfer_refused", "unknown", "moved_out"] as const;
export const CELLS: RetentionCell[] = ["retained", "inflow", "evaporation", ...CAME, ...GONE];
export const SPANS = [7, 28, 90, 180];
export const DORMANT = 90;
export const MOST_DORMANT = 3650;

/** Whose names are shown: of which line (null: everybody), which days (null: those of the screen). */
export interface Asked {
  cell: RetentionCell;
  key: string | null;
  first: string | null;
  last: string | null;
}

export interface View {
  from: string | null;
  to: string | null;
  period: Grain;
  slice: RetentionSlice;
  dormant: number;
  basis: FollowBasis;
  /** The line that sentence, waterfall and cohorts are of; null: the whole. */
  key: string | null;
  cohorts: "week" | "month";
  /** In cohorts: those who never went, or also those who came back. */
  back: boolean;
  names: Asked | null;
}

export const PRESET: View = {
  from: null, to: null, period: "week", slice: "whole", dormant: DORMANT, basis: "relation", key: null, cohorts: "week", back: false, names: null,
};

const oneOf = <T extends string>(list: readonly T[], text: string | null, preset: T): T => list.find((one) => one === text) ?? preset;

export function readView(address: URLSearchParams): View {
  const from = dayIn(address.get("from"));
  const to = dayIn(address.get("to"));
  const cell = CELLS.find((one) => one === address.get("cell"));
  const slice = oneOf(SLICES, address.get("slice"), "whole");
  return {
    from: from && to && from > to ? null : from, to, slice,
    period: oneOf(GRAINS, address.get("period"), "week"),
    dormant: dormantIn(address.get("dormant")) ?? DORMANT,
    basis: oneOf(BASES, address.get("basis"), "relation"),
    key: slice === "whole" ? null : keyIn(address.get("key")),
    cohorts: address.get("cohorts") === "month" ? "month" : "week",
    back: address.get("back") === "1",
    names: cell ? { cell, key: slice === "whole" ? null : keyIn(address.get("who")), first: dayIn(address.get("first")), last: dayIn(address.get("last")) } : null,
  };
}

/** The address of a view; what is preset is left out. */
export function writeView(view: View): URLSearchParams {
  const { names } = view;
  const said: [string, string | null][] = [
    ["from", view.from], ["to", view.to],
    ["period", view.period === "week" ? null : view.period],
    ["slice", view.slice === "whole" ? null : view.slice],
    ["dormant", view.dormant === DORMANT ? null : String(view.dormant)],
    ["basis", view.basis === "relation" ? null : view.basis],
    ["key", view.key],
    ["cohorts", view.cohorts === "week" ? null : view.cohorts], ["back", view.back ? "1" : null],
    ["cell", names?.cell ?? null], ["who", names?.key ?? null], ["first", names?.first ?? null], ["last", names?.last ?? null],
  ];
  return new URLSearchParams(said.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** A wish applied. Lines of one slice mean nothing in another. */
export function changed(view: View, wanted: Partial<View>): View {
  const next = { ...view, ...wanted };
  const other = next.slice !== view.slice || (next.slice === "arrival" && next.period !== view.period);
  return other ? { ...next, key: null, names: null } : next;
}

/** Whole days between 1 and ten years; undefined: not such a number. */
export function dormantIn(text: string | null): number | undefined {
  if (!text || !/^[0-9]{1,4}$/.test(text.trim())) return undefined;
  const days = Number(text);
  return days >= 1 && days <= MOST_DORMANT ? days : undefined;
}

export function addDays(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}

/** How many days from the first to the last, both counted. */
export function spanOf(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
}

/** The first day of the oldest cohort shown: a Monday, or the first of a month. */
export function cohortsFrom(last: string, period: "week" | "month", count = 12): string {
  if (period === "week") {
    const weekday = (new Date(`${last}T00:00:00Z`).getUTCDay() + 6) % 7;
    return addDays(last, -weekday - 7 * (count - 1));
  }
  const at = new Date(`${last}T00:00:00Z`);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - (count - 1), 1)).toISOString().slice(0, 10);
}

function keyIn(text: string | null): string | null {
  return text !== null && /^(none|[0-9]{1,18}|[0-9]{4}-[0-9]{2}-[0-9]{2})$/.test(text) ? text : null;
}

function dayIn(text: string | null): string | null {
  if (!text || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}
