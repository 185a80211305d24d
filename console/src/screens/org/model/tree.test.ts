import { expect, test } from "vitest";
import type { OrgPreset, OrgUnit } from "@/app/types";
import { below, branches, pathOf, presetOf, targets, within } from "./tree";

const PRESETS: OrgPreset[] = [
  { code: "s2b2c", levels: ["supplier", "distributor", "shop", "team"] },
  { code: "b2b2c", levels: ["brand", "business", "team"] },
  { code: "b2c", levels: ["company", "team"] },
];
const unit = (id: number, parent_id: number | null, level: OrgUnit["level"], name = `U${id}`): OrgUnit => ({ id, parent_id, level, name, position: 0, staff: 0, staff_below: 0 });
const [supplier, east, shop, team, west] = [unit(1, null, "supplier"), unit(2, 1, "distributor"), unit(3, 2, "shop"), unit(4, 3, "team"), unit(5, 1, "distributor")] as const;
const UNITS = [supplier, east, shop, team, west];

test("the tree is as deep as parents say; who has none in sight stands on the left", () => {
  expect(branches(UNITS).map((one) => one.depth)).toEqual([0, 1, 2, 3, 1]);
  expect(branches([shop, team]).map((one) => one.depth)).toEqual([0, 1]);
});

test("what may stand below is of the same business model, its own level or lower", () => {
  expect(below(UNITS, supplier, PRESETS)).toEqual(["distributor", "shop", "team"]);
  expect(below(UNITS, shop, PRESETS)).toEqual(["shop", "team"]);
  expect(below([unit(9, null, "company")], unit(9, null, "company"), PRESETS)).toEqual(["team"]);
  expect(presetOf([shop, team], team, PRESETS)?.code).toBe("s2b2c"); // a supervisor of a shop sees no supplier
});

test("a unit goes anywhere but below itself, where it is, or above its level", () => {
  expect(targets(UNITS, shop, PRESETS).map((one) => one.id)).toEqual([1, 5]);
  expect(targets(UNITS, team, PRESETS).map((one) => one.id)).toEqual([1, 2, 5]);
  expect(targets(UNITS, east, PRESETS).map((one) => one.id)).toEqual([5]);
  expect([...within(UNITS, 2)]).toEqual([2, 3, 4]);
});

test("a path names everything above", () => {
  expect(pathOf(UNITS, team)).toBe("U1 / U2 / U3 / U4");
  expect(pathOf([shop, team], team)).toBe("U3 / U4");
});
