import { describe, expect, it } from "vitest";
import { departmentsOf, ordered, rest, summed, whyNot } from "./sums";

const SUMS = {
  all: 12, states: { excluded: 3, done: 4, waiting: 1, planned: 1, refused: 1, full: 1, cancelled: 1 },
  excluded: { no_room: 2, lately: 1 }, failed: { no_room: 1 },
};

it("departments are each named once, by name, and nobody's is none", () => {
  expect(departmentsOf([{ department: "West" }, { department: null }, { department: "East / Shop 1" }, { department: "West" }])).toEqual(["East / Shop 1", "West"]);
});

describe("sums of a hand-over", () => {
  it("add up to all that was asked for", () => {
    const found = summed(SUMS);
    expect(found).toEqual({ all: 12, excluded: 3, movable: 9, done: 4, open: 2, not: 3 });
    expect(found.excluded + found.done + found.open + found.not).toBe(found.all);
  });
  it("are listed in the order of their way, without those that are empty", () => {
    expect(ordered(SUMS.states).map(([name]) => name)).toEqual(["done", "waiting", "planned", "refused", "full", "cancelled", "excluded"]);
  });
  it("tell what is left to hand over", () => {
    expect(rest(SUMS)).toBe(4);
  });
  it("tell why some were not handed over, each once", () => {
    const states = { done: 1, refused: 2, full: 3, gone: 3, failed: 4 };
    const failed = { no_room: 4, no_relation: 3, erased: 1, receiver: 2 };
    const found = whyNot({ all: 13, states, excluded: {}, failed });
    expect(found.map(({ state, n }) => [state, n])).toEqual([["refused", 2], ["full", 3], ["gone", 3], ["failed", 4]]);
    expect(found.at(-1)?.reasons).toEqual([["no_room", 1], ["no_relation", 1], ["receiver", 2]]);
    expect(found.slice(0, 3).flatMap(({ reasons }) => reasons)).toEqual([]);
  });
});
