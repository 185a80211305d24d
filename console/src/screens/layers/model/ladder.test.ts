import { expect, test } from "vitest";
import type { LayerView } from "@/app/types";
import { capacityIn, faultsOf, holdIn, isUp, moved, textOf, wantedOf } from "./ladder";

const LAYER: LayerView = {
  id: 4, name: "Price", outside: 2, waiting: [], faults: [], created_at: 1, changed_at: 2,
  tiers: [
    { id: 1, name: "299", rule: { op: "all", rules: [] }, stay: null, hold_days: 0, capacity: null, members: 9 },
    { id: 2, name: "800", rule: { op: "all", rules: [{ op: "spreading" }] }, stay: { op: "all", rules: [{ op: "spreading" }] }, hold_days: 30, capacity: 50, members: 3 },
  ],
};

test("the highest tier stands on top, and is handed back last", () => {
  const text = textOf(LAYER);
  expect(text.tiers.map((tier) => tier.name)).toEqual(["800", "299"]);
  expect(wantedOf(text)?.tiers.map((tier) => [tier.id, tier.name, tier.hold_days, tier.capacity])).toEqual([[1, "299", 0, null], [2, "800", 30, 50]]);
  expect(wantedOf(text)?.tiers[1]?.stay).toEqual(LAYER.tiers[1]?.stay);
});

test("nothing is kept while a name is missing, two are alike, or a number is none", () => {
  const text = textOf(LAYER);
  const with_ = (change: object) => ({ ...text, tiers: text.tiers.map((tier, at) => (at === 0 ? { ...tier, ...change } : tier)) });
  expect(wantedOf({ ...text, name: " " })).toBeNull();
  expect(wantedOf({ ...text, tiers: [] })).toBeNull();
  expect(wantedOf(with_({ name: "299 " }))).toBeNull();
  expect(wantedOf(with_({ hold: "soon" }))).toBeNull();
  expect(wantedOf(with_({ capacity: "0" }))).toBeNull();
  expect(wantedOf(textOf(null))).toBeNull();
});

test("days held are whole, and a capacity may be left out", () => {
  expect(["0", " 3650 "].map(holdIn)).toEqual([0, 3650]);
  expect(["", "3651", "1.5", "-1"].map(holdIn)).toEqual(Array(4).fill(undefined));
  expect(["", "30"].map(capacityIn)).toEqual([null, 30]);
  expect(capacityIn("100001")).toBeUndefined();
});

test("tiers change places, not beyond the ends", () => {
  const { tiers } = textOf(LAYER);
  expect(moved(tiers, 0, 1).map((tier) => tier.name)).toEqual(["299", "800"]);
  expect(moved(tiers, 0, -1)).toBe(tiers);
  expect(moved(tiers, 1, 1)).toBe(tiers);
});

test("a fault finds its tier, counted from below", () => {
  const faults = [{ at: "tiers[1].rule.rules[0].tag", code: "x", params: {} }, { at: "tiers[1].stay", code: "y", params: {} }, { at: "tiers[10].rule", code: "z", params: {} }];
  expect(faultsOf(faults, 2, 0, "rule")).toEqual([{ at: "rule.rules[0].tag", code: "x", params: {} }]);
  expect(faultsOf(faults, 2, 0, "stay")).toEqual([{ at: "rule", code: "y", params: {} }]);
  expect(faultsOf(faults, 2, 1, "rule")).toEqual([]);
});

test("up is up, and out is down", () => {
  expect([isUp(LAYER, 1, 2), isUp(LAYER, 2, 1), isUp(LAYER, 1, null)]).toEqual([true, false, false]);
});
