import { expect, test } from "vitest";
import type { CustomerRow } from "@/app/types";
import { bearing, borne, fits, lacking, tagName } from "./tagging";

type Tag = CustomerRow["tags"][number];
const tag = (id: string, name: string | null): Tag => ({ id, name, since_at: 0, until_at: null, source: "staff", confidence: 100, staff: null });
const VIP = tag("1", "价值/VIP");
const OLD = tag("2", null);
const rows = [{ id: "a", tags: [VIP] }, { id: "b", tags: [VIP, OLD] }, { id: "c", tags: [] }];

test("an undo concerns those who changed only", () => {
  expect(lacking(rows, "价值/VIP")).toEqual(["c"]);
  expect(lacking(rows, "价值/新")).toEqual(["a", "b", "c"]);
  expect(bearing(rows, "价值/VIP")).toEqual(["a", "b"]);
  expect(bearing(rows, "2")).toEqual(["b"]);
});

test("tags of the chosen, most borne first; one without a name goes by its id", () => {
  expect(borne(rows)).toEqual([{ tag: "价值/VIP", name: "价值/VIP", count: 2 }, { tag: "2", name: null, count: 1 }]);
});

test("a tag has a group and a name", () => {
  expect(tagName(" 价值 ／ VIP ")).toBe("价值/VIP");
  expect(tagName("a/b/c")).toBe("a/b/c");
  expect(["VIP", "/VIP", "价值/", ""].map(tagName)).toEqual([undefined, undefined, undefined, undefined]);
});

test("as many tags stand in a cell as can be read there", () => {
  expect(fits(["VIP", "园艺"], 150)).toBe(2);
  expect(fits(["VIP", "园艺", "亲子阅读", "高客单"], 150)).toBe(2);
  expect(fits(["一个名字长得放不下的标签", "VIP"], 150)).toBe(1);
  expect(fits(["VIP"], 10)).toBe(1);
  expect(fits([], 150)).toBe(0);
});
