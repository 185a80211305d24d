import { describe, expect, it } from "vitest";
import type { CompareView, Totals } from "@/app/types";
import { bands, OUT, ribbons, turn } from "./flow";

const totals = (states: Record<string, number>): Totals => ({
  groups: 0, private_chats: 0, states, advice: {}, active_each_of_7_days: 0, staff_only: 0, people: 0, messages_28d: 0,
  inflow_28d: 0, evaporation_28d: 0, retained: null, hours_freed_per_week: 0, with_messages: 0, by_statistics: 0,
});
const side = (state: "alive" | "fading" | "dead" | "unknown") => ({ state, advice: "keep" as const, p: null });
const moved = (before: ReturnType<typeof side> | null, after: ReturnType<typeof side> | null): CompareView["groups"][number] =>
  ({ id: "x", name: "x", owner: null, before, after });

describe("the flow of states", () => {
  const changed = [moved(side("alive"), side("fading")), moved(side("alive"), side("fading")), moved(null, side("alive")), moved(side("dead"), null), moved(side("dead"), side("dead"))];
  const all = ribbons(totals({ alive: 5, dead: 4 }), totals({ alive: 4, fading: 2, dead: 3 }), changed);
  it("counts moves, arrivals, leavings and those that stayed", () => {
    expect(all).toEqual([
      { from: "alive", to: "alive", count: 3 }, { from: "alive", to: "fading", count: 2 }, { from: "dead", to: "dead", count: 3 },
      { from: "dead", to: OUT, count: 1 }, { from: OUT, to: "alive", count: 1 },
    ]);
  });
  it("fills both columns without a gap", () => {
    const laid = bands(all);
    for (const edge of ["left", "right"] as const) {
      const edges = laid.map((one) => one[edge]).sort((a, b) => a[0] - b[0]);
      expect(edges[0]?.[0]).toBe(0);
      expect(edges.at(-1)?.[1]).toBeCloseTo(1);
      for (let at = 1; at < edges.length; at += 1) expect(edges[at]?.[0]).toBeCloseTo(edges[at - 1]?.[1] ?? -1);
    }
  });
  it("draws nothing of nothing", () => expect(bands(ribbons(totals({}), totals({}), []))).toEqual([]));
});

describe("the turn of a group", () => {
  it("is for the worse, the better, or neither", () => {
    expect(turn(moved(side("alive"), side("dead")))).toBe("worse");
    expect(turn(moved(side("dead"), side("fading")))).toBe("better");
    expect(turn(moved(side("dead"), side("dead")))).toBe("other");
    expect(turn(moved(side("unknown"), side("dead")))).toBe("other");
    expect(turn(moved(null, side("dead")))).toBe("other");
  });
});
