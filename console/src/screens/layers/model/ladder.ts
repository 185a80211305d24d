// A layer while it is written: tiers as on the screen, the highest on top; the API has the lowest first. Pure.
import type { Place } from "@/app/problem";
import type { LayerView, LayerWanted } from "@/app/types";
import { fromApi, type Rule, toApi } from "@/screens/segments/model";

export const MOST_TIERS = 20;
const EVERYBODY: Rule = { op: "all", rules: [] };

export interface TierText {
  /** Of this screen only: rows are moved and removed. */
  key: number;
  id: number | null;
  name: string;
  rule: Rule;
  stay: Rule | null;
  /** As typed. */
  hold: string;
  capacity: string;
  members: number | null;
}

export interface LayerText {
  name: string;
  tiers: TierText[];
}

export function textOf(layer: LayerView | null): LayerText {
  if (!layer) return { name: "", tiers: [fresh(1), fresh(0)] };
  return {
    name: layer.name,
    tiers: layer.tiers.map((tier, key) => ({
      key, id: tier.id, name: tier.name, rule: fromApi(tier.rule), stay: tier.stay ? fromApi(tier.stay) : null,
      hold: String(tier.hold_days), capacity: tier.capacity?.toString() ?? "", members: tier.members,
    })).reverse(),
  };
}

export function fresh(key: number): TierText {
  return { key, id: null, name: "", rule: EVERYBODY, stay: null, hold: "0", capacity: "", members: null };
}

const whole = (text: string, least: number, most: number): number | undefined => {
  const value = Number(text.trim());
  return text.trim() !== "" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
};

export const holdIn = (text: string): number | undefined => whole(text, 0, 3650);
/** null: as many as there are. */
export const capacityIn = (text: string): number | null | undefined => (text.trim() === "" ? null : whole(text, 1, 100_000));

/** What is to be kept; null: something is missing, or two tiers are called the same. */
export function wantedOf({ name, tiers }: LayerText): LayerWanted | null {
  const names = tiers.map((tier) => tier.name.trim());
  if (name.trim() === "" || tiers.length === 0 || names.includes("") || new Set(names).size < names.length) return null;
  const told = tiers.map((tier) => ({ tier, hold: holdIn(tier.hold), capacity: capacityIn(tier.capacity) }));
  if (told.some((one) => one.hold === undefined || one.capacity === undefined)) return null;
  return {
    name: name.trim(),
    tiers: told.map(({ tier, hold, capacity }) => ({
      id: tier.id, name: tier.name.trim(), rule: toApi(tier.rule), stay: tier.stay ? toApi(tier.stay) : null, hold_days: hold ?? 0, capacity: capacity ?? null,
    })).reverse(),
  };
}

/** One place up or down. */
export function moved(tiers: TierText[], at: number, by: 1 | -1): TierText[] {
  const to = at + by;
  const [one, other] = [tiers[at], tiers[to]];
  if (!one || !other) return tiers;
  return tiers.map((tier, n) => (n === at ? other : n === to ? one : tier));
}

/** Faults of one tier's rule, told as if it stood alone. `row`: on the screen. */
export function faultsOf(faults: Place[], count: number, row: number, part: "rule" | "stay"): Place[] {
  const begin = `tiers[${count - 1 - row}].${part}`;
  return faults.flatMap((one) => (one.at === begin || one.at.startsWith(`${begin}.`) ? [{ ...one, at: `rule${one.at.slice(begin.length)}` }] : []));
}

/** Whether a change leads up the ladder; out of it is down. */
export function isUp(layer: LayerView, from: number, to: number | null): boolean {
  const place = (id: number | null) => layer.tiers.findIndex((tier) => tier.id === id);
  return to !== null && place(to) > place(from);
}
