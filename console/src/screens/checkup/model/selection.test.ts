import { describe, expect, it } from "vitest";
import { allOrNone, EMPTY, flipped, ranged, within } from "./selection";

const ids = ["a", "b", "c", "d"];

describe("the chosen rows", () => {
  it("flip one", () => {
    expect([...flipped(EMPTY, "a")]).toEqual(["a"]);
    expect(flipped(new Set(["a"]), "a").size).toBe(0);
  });
  it("take a range in either direction, and one where there is no anchor", () => {
    expect([...ranged(EMPTY, ids, "d", "b")]).toEqual(["b", "c", "d"]);
    expect([...ranged(EMPTY, ids, null, "b")]).toEqual(["b"]);
    expect([...ranged(EMPTY, ids, "gone", "b")]).toEqual(["b"]);
  });
  it("take all, then none", () => {
    const all = allOrNone(new Set(["a"]), ids);
    expect(all.size).toBe(4);
    expect(allOrNone(all, ids).size).toBe(0);
    expect(allOrNone(EMPTY, []).size).toBe(0);
  });
  it("lose what the filter hides, and stay the same set otherwise", () => {
    const chosen = new Set(["a", "z"]);
    expect([...within(chosen, ids)]).toEqual(["a"]);
    const still = new Set(["a"]);
    expect(within(still, ids)).toBe(still);
  });
});
