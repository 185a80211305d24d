import { expect, test } from "vitest";
import { exact, meant, typed } from "./values";

test("money is counted in cents, never through a float", () => {
  expect(meant("money", "0.29")).toBe(29);
  expect(meant("money", "1,234.5")).toBe(123_450);
  expect(meant("money", "¥１２．５０")).toBe(1_250);
  expect(meant("money", "-3")).toBe(-300);
  expect(meant("money", "1.234")).toBeUndefined();
  expect(meant("money", "ten")).toBeUndefined();
  expect(meant("money", "99999999999999999")).toBeUndefined();
  expect([typed("money", 29), typed("money", 123_450), typed("money", 300), typed("money", null)]).toEqual(["0.29", "1234.50", "3", ""]);
});

test("numbers", () => {
  expect(meant("number", " −12.5 ")).toBe(-12.5);
  expect(meant("number", "1e5")).toBeUndefined();
  expect(meant("number", "")).toBeNull();
});

test("a date that no calendar has is none", () => {
  expect(meant("date", "2024-02-29")).toBe("2024-02-29");
  expect(meant("date", "2023-02-29")).toBeUndefined();
  expect(meant("date", "29.2.2024")).toBeUndefined();
});

test("choices are of those there are", () => {
  expect(meant("choice", "red", ["red", "blue"])).toBe("red");
  expect(meant("choice", "green", ["red", "blue"])).toBeUndefined();
  expect(meant("choices", ["red", "blue"], ["red", "blue"])).toEqual(["red", "blue"]);
  expect(meant("choices", ["green"], ["red"])).toBeUndefined();
  expect(meant("choices", [], ["red"])).toBeNull();
  expect(typed("choices", ["a"])).toEqual(["a"]);
  expect(typed("choices", "a")).toEqual([]);
});

test("text keeps its own characters, and has an end", () => {
  expect(meant("text", " 喜欢，花 ")).toBe("喜欢，花");
  expect(meant("text", "   ")).toBeNull();
  expect(meant("place", "x".repeat(2_001))).toBeUndefined();
});

test("a single amount is shown to the last cent", () => {
  expect([12_850, 129_900, 5, -5_800, 0].map(exact)).toEqual(["¥128.50", "¥1,299", "¥0.05", "−¥58", "¥0"]);
});
