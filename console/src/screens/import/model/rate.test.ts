import { expect, test } from "vitest";
import { marked, rate, secondsLeft } from "./rate";

test("the pace is that of the last seconds", () => {
  let marks = marked([], 0, 0);
  marks = marked(marks, 1000, 1_000_000);
  expect(rate(marks)).toBe(1_000_000);
  marks = marked(marks, 60_000, 1_000_000);
  marks = marked(marks, 61_000, 3_000_000);
  expect(rate(marks)).toBe(2_000_000);
  expect(secondsLeft(4_000_000, rate(marks))).toBe(2);
});

test("nothing is told that is not known", () => {
  expect(rate([])).toBeNull();
  expect(rate(marked(marked([], 0, 5), 2000, 5))).toBeNull();
  expect(secondsLeft(10, null)).toBeNull();
});

test("lost bytes begin the count anew", () => {
  expect(marked(marked([], 0, 100), 10, 40)).toEqual([{ at: 10, sent: 40 }]);
});
