import { describe, expect, test } from "vitest";
import type { Cohort, CohortAge } from "@/app/types";
import { agesOf, cellOf, depth } from "./triangle";

const age = (n: number, at_risk: number, stayed: number, more: Partial<CohortAge> = {}): CohortAge => ({ age: n, at_risk, stayed, retained: stayed + 5, censored: false, expected: null, ...more });

describe("a cell", () => {
  test("that all have reached tells a share of the whole cohort", () => {
    expect(cellOf(age(1, 100, 80), 100, false)).toEqual({ age: 1, kind: "seen", people: 80, of: 100, share: 0.8, expected: null });
  });

  test("that some have reached tells a share of those only, and what to expect of all", () => {
    expect(cellOf(age(2, 40, 30, { censored: true, expected: 61 }), 100, false)).toEqual({ age: 2, kind: "partly", people: 30, of: 40, share: 0.75, expected: 0.61 });
  });

  test("that nobody has reached has an expectation alone", () => {
    expect(cellOf(age(3, 0, 0, { censored: true, expected: 50 }), 100, false)).toMatchObject({ kind: "ahead", share: null, expected: 0.5 });
    expect(cellOf(age(3, 0, 0, { censored: true }), 100, false)).toMatchObject({ share: null, expected: null });
  });

  test("with those who came back expects nothing: the model foresees no returns", () => {
    expect(cellOf(age(2, 40, 30, { censored: true, expected: 61 }), 100, true)).toMatchObject({ people: 35, expected: null });
  });

  test("of an empty cohort divides by nothing", () => {
    expect(cellOf(age(0, 0, 0, { censored: true, expected: 0 }), 0, false)).toMatchObject({ share: null, expected: null });
  });
});

test("ages end a little beyond what anybody has reached", () => {
  const cohort: Cohort = { first: "2026-11-02", last: "2026-11-08", size: 9, whole_to: 1, ages: [0, 1, 2, 3, 4, 5].map((n) => age(n, n < 3 ? 9 : 0, 1)) };
  expect(agesOf([cohort], 2)).toBe(4);
  expect(agesOf([cohort], 9)).toBe(5);
  expect(agesOf([], 2)).toBe(0);
});

test("shades run from none to half", () => {
  expect([null, 0, 0.5, 1, 2].map(depth)).toEqual([0, 0, 0.25, 0.5, 0.5]);
});
