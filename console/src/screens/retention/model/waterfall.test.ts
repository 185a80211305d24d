import { describe, expect, test } from "vitest";
import type { RetentionFlow } from "@/app/types";
import { axisOf, barsOf, causesOf, placed } from "./waterfall";

const NOTHING: RetentionFlow = {
  first: "2026-11-02", last: "2026-11-08", retained: 0, inflow: 0, evaporation: 0, quick_ratio: null, new: 0, returned: 0, joined: 0, moved_in: 0,
  customer_deleted: 0, staff_deleted: 0, left: 0, dormant: 0, transfer_refused: 0, unknown: 0, moved_out: 0,
};
const WEEK: RetentionFlow = {
  ...NOTHING, retained: 4255, inflow: 86, evaporation: 131, new: 72, returned: 14, customer_deleted: 58, staff_deleted: 21, dormant: 27, transfer_refused: 25,
};

describe("the waterfall", () => {
  test("goes from 4,300 to 4,255, each bar from where the last one ended", () => {
    const bars = barsOf({ opening: 4300, total: WEEK });
    expect(bars.map((bar) => [bar.code, bar.amount])).toEqual([
      ["opening", 4300], ["new", 72], ["returned", 14], ["customer_deleted", -58], ["staff_deleted", -21], ["dormant", -27], ["transfer_refused", -25], ["closing", 4255],
    ]);
    for (const [at, bar] of bars.slice(1, -1).entries()) expect(bar.start).toBe(bars[at]?.end);
    expect(bars.at(-1)?.end).toBe(WEEK.retained);
  });

  test("where nothing moved there are the two stocks", () => {
    expect(barsOf({ opening: 5, total: { ...NOTHING, retained: 5 } }).map((bar) => bar.code)).toEqual(["opening", "closing"]);
  });
});

describe("the axis", () => {
  test("is cut below what moved, at a round number, when the stocks are far greater", () => {
    const bars = barsOf({ opening: 4300, total: WEEK });
    const axis = axisOf(bars);
    expect(axis).toEqual({ floor: 4200, top: 4386 });
    const dormant = bars.find((bar) => bar.code === "dormant");
    expect(dormant && placed(dormant, axis).width).toBeCloseTo(27 / 186, 6);
    expect(bars[0] && placed(bars[0], axis).left).toBe(0);
  });

  test("begins at nothing where the changes are plain to see, or there are none", () => {
    expect(axisOf(barsOf({ opening: 0, total: { ...NOTHING, new: 30 } })).floor).toBe(0);
    expect(axisOf(barsOf({ opening: 100, total: { ...NOTHING, dormant: 40 } })).floor).toBe(0);
    expect(axisOf(barsOf({ opening: 900, total: NOTHING }))).toEqual({ floor: 0, top: 900 });
    expect(axisOf(barsOf({ opening: 0, total: NOTHING })).top).toBe(1);
  });

  test("no bar leaves it", () => {
    const bars = barsOf({ opening: 3, total: { ...NOTHING, new: 2, unknown: 5 } });
    for (const bar of bars) {
      const { left, width } = placed(bar, axisOf(bars));
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left + width).toBeLessThanOrEqual(1);
    }
  });
});

test("causes stand by size, without those that took nobody and without the moved", () => {
  expect(causesOf({ ...WEEK, moved_out: 99 }).map((one) => one.code)).toEqual(["customer_deleted", "dormant", "transfer_refused", "staff_deleted"]);
  expect(causesOf(NOTHING)).toEqual([]);
});
