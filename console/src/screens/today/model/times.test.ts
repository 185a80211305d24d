import { describe, expect, it } from "vitest";
import { choices, dayAfter, dayIn, instantOf, morningOf } from "./times";

const SHANGHAI = "Asia/Shanghai";
const at = (text: string) => Date.parse(text);

describe("hours of a zone", () => {
  it("are instants, whatever the reader's own zone", () => {
    expect(instantOf("2026-11-22", 18, SHANGHAI)).toBe(at("2026-11-22T10:00:00Z"));
    expect(morningOf("2026-11-22", "America/New_York")).toBe(at("2026-11-22T14:00:00Z"));
  });

  it("hold on both sides of a change of clocks", () => {
    expect(instantOf("2026-03-29", 9, "Europe/Berlin")).toBe(at("2026-03-29T07:00:00Z"));
    expect(instantOf("2026-03-29", 1, "Europe/Berlin")).toBe(at("2026-03-29T00:00:00Z"));
    expect(instantOf("2026-10-25", 9, "Europe/Berlin")).toBe(at("2026-10-25T08:00:00Z"));
  });

  it("begin days where the zone does", () => {
    expect(dayIn(at("2026-11-21T17:00:00Z"), SHANGHAI)).toBe("2026-11-22");
    expect(dayIn(at("2026-11-21T17:00:00Z"), "UTC")).toBe("2026-11-21");
    expect(dayAfter("2026-12-31", 1)).toBe("2027-01-01");
  });
});

describe("what is offered", () => {
  const ids = (text: string) => choices(at(text), SHANGHAI).map((one) => one.id);

  it("in the morning of a Sunday: all but Monday, which is tomorrow", () => {
    expect(ids("2026-11-22T01:00:00Z")).toEqual(["hour", "evening", "tomorrow"]);
  });

  it("has no evening once it is near", () => {
    expect(ids("2026-11-24T09:30:00Z")).toEqual(["hour", "tomorrow", "monday"]);
  });

  it("lies ahead, in order", () => {
    const now = at("2026-11-23T02:00:00Z");
    const times = choices(now, SHANGHAI).map((one) => one.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((one) => one > now)).toBe(true);
    expect(times.at(-1)).toBe(at("2026-11-30T01:00:00Z"));
  });
});
