import { describe, expect, it } from "vitest";
import type { DigestEntry, MovedGroup } from "@/app/types";
import { byMove, change, inOrder, toggled } from "./figures";

const moved = (id: string, move: MovedGroup["move"]): MovedGroup => ({
  id, name: id, owner: null, line: null, move, before: null, after: null, members: null, p: null, reason: null,
});
const entry = (id: number, as_of: string, made_at = 0): DigestEntry => ({
  id, period: "daily", as_of, since: null, made_at, sentence: { code: "quiet", params: {} }, changes: 0,
});

describe("a change", () => {
  it("is good or bad by what the figure is", () => {
    expect(change({ code: "alive", before: 40, after: 41 })).toEqual({ by: 1, mood: "better" });
    expect(change({ code: "dead", before: 140, after: 144 })).toEqual({ by: 4, mood: "worse" });
    expect(change({ code: "evaporation_28d", before: 609, after: 600 })).toEqual({ by: -9, mood: "better" });
    expect(change({ code: "groups", before: 1, after: 9 })).toEqual({ by: 8, mood: "same" });
  });

  it("is none where one of the two is not known, and no noise of floats", () => {
    expect(change({ code: "retained", before: null, after: 5 })).toEqual({ by: null, mood: "same" });
    expect(change({ code: "hours_freed_per_week", before: 26.9, after: 27.000001 }).by).toBe(0.1);
    expect(change({ code: "alive", before: 1, after: 1.0001 })).toEqual({ by: 0, mood: "same" });
  });
});

describe("groups that moved", () => {
  it("stand with the worst first; a move that is newer than this console comes last", () => {
    const found = byMove([moved("a", "new"), moved("b", "died"), moved("c", "new"), moved("d", "flew" as "new")]);
    expect(found.map((one) => [one.move, one.groups.map((group) => group.id)])).toEqual([["died", ["b"]], ["new", ["a", "c"]], ["flew", ["d"]]]);
  });
});

describe("comparing", () => {
  it("puts the earlier first", () => {
    const [a, b, c] = [entry(1, "2026-11-20", 5), entry(2, "2026-11-21", 5), entry(3, "2026-11-21", 9)];
    expect(inOrder(b, a)).toEqual([a, b]);
    expect(inOrder(c, b)).toEqual([b, c]);
  });

  it("takes two, and the oldest choice makes room", () => {
    expect(toggled(toggled(toggled([], 1), 2), 3)).toEqual([2, 3]);
    expect(toggled([1, 2], 1)).toEqual([2]);
  });
});
