import { expect, test } from "vitest";
import { choicesOf, CODE, digits, nextPlace } from "./model";

test("choices stand one a line, each once", () => {
  expect(choicesOf(" 干性 \n\n油性\n干性\r\n")).toEqual(["干性", "油性"]);
  expect(choicesOf("  \n")).toEqual([]);
});

test("codes are what rules can name", () => {
  expect(["skin_type", "a", "a1"].every((code) => CODE.test(code))).toBe(true);
  expect(["", "1a", "Skin", "皮肤", "a-b", "a".repeat(41)].some((code) => CODE.test(code))).toBe(false);
});

test("a new one stands last among those in use", () => {
  expect(nextPlace([])).toBe(10);
  expect(nextPlace([{ position: 20, archived_at: null }, { position: 90, archived_at: 5 }])).toBe(30);
});

test("only digits count in a number field", () => {
  expect(["１２", "-3", "4.5", "", "x"].map(digits)).toEqual(["12", "3", "45", "", ""]);
});
