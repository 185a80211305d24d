import { describe, expect, it } from "vitest";
import { linear, logged, niceTop, sharedMax, slice, ticks } from "./scale";

describe("scales", () => {
  it("map ends to ends, and an empty domain to the middle", () => {
    expect(linear([0, 10], [100, 0])(5)).toBe(50);
    expect(linear([3, 3], [0, 10])(3)).toBe(5);
  });
  it("give zero a place on a logarithmic axis", () => {
    const y = logged(100, 0.1, [90, 0]);
    expect(y(0)).toBe(90);
    expect(y(100)).toBeCloseTo(0);
    expect(y(1)).toBeCloseTo(60);
  });
  it("end axes on round numbers", () => {
    expect([0, 0.4, 1, 3, 11, 24, 26, 999].map(niceTop)).toEqual([1, 1, 1, 5, 20, 25, 50, 1000]);
    expect(ticks(20)).toEqual([0, 5, 10, 15, 20]);
    expect(ticks(1)).toEqual([0, 1]);
  });
  it("share one spark scale that a single loud group does not flatten", () => {
    const quiet = Array.from({ length: 99 }, () => [0, 4, 2]);
    expect(sharedMax([...quiet, [900]])).toBe(4);
    expect(sharedMax([[0, 0], []])).toBe(1);
  });
});

describe("the rows in sight", () => {
  it("are a window with a few more on both sides", () => expect(slice(4400, 440, 44, 5000)).toEqual({ from: 92, to: 118 }));
  it("never leave the list", () => {
    expect(slice(0, 440, 44, 5)).toEqual({ from: 0, to: 5 });
    expect(slice(99_999, 440, 44, 5)).toEqual({ from: 5, to: 5 });
    expect(slice(0, 440, 44, 0)).toEqual({ from: 0, to: 0 });
  });
});
