import { describe, expect, it } from "vitest";
import { clockText, minuteOf, share } from "./words";

describe("times of the day", () => {
  it("are read as they are said", () => {
    for (const minute of [0, 1, 570, 1439, 1440]) expect(minuteOf(clockText(minute))).toBe(minute);
    expect(minuteOf(" 9:05 ")).toBe(545);
  });
  it("are refused when there are none such", () => {
    for (const text of ["", "9", "24:01", "25:00", "9:60", "９：００", "9:5"]) expect(minuteOf(text)).toBeUndefined();
  });
});

describe("a share", () => {
  it("of nobody is nothing, not zero", () => {
    expect(share(0, 0)).toBe("–");
    expect(share(0, 4)).not.toBe("–");
  });
});
