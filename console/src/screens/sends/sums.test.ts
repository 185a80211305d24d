import { describe, expect, it } from "vitest";
import { added, bytes, ordered, purposesOf, summed, total } from "./sums";

describe("sums of a send", () => {
  it("add up to the audience", () => {
    const states = { excluded: 3, sent: 5, waiting: 1, confirmed: 1, unknown: 1, refused: 1, expired: 4, cancelled: 2, planned: 6, submitted: 7 };
    const found = summed(states);
    expect(found.excluded + found.sent + found.open + found.out).toBe(found.all);
    expect(found.all).toBe(total(states));
  });
  it("lose no state when they are put in order", () => {
    const states = { excluded: 3, waiting: 2, refused: 1 };
    expect(ordered(states)).toEqual([["waiting", 2], ["refused", 1], ["excluded", 3]]);
  });
  it("add up by reason, also of one that left some out and refused others later", () => {
    expect(added({ no_consent: 3, house: 1 }, { no_consent: 2, expired: 4 })).toEqual({ no_consent: 5, house: 1, expired: 4 });
  });
  it("count bytes as the platform does", () => {
    expect([bytes("a"), bytes("鱼"), bytes("🐟")]).toEqual([1, 3, 4]);
  });
  it("are for what consent is asked for, and for what a draft says", () => {
    expect(purposesOf(["sensitive", "marketing", "促销"], "旧用途")).toEqual(["marketing", "service", "促销", "旧用途"]);
  });
});
