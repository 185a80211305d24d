import { describe, expect, test } from "vitest";
import type { TagWords, WordSpan } from "@/app/types";
import { faultOf, pieces, wordsOf } from "./words";

const WORDS: TagWords = { words: ["过敏"], exclude: [], mode: "any", min_hits: 1, window_days: 30, homophones: false };
const span = (start: number, end: number, word = "过敏"): WordSpan => ({ start, end, word, by_sound: false });

test("words stand one a line or between commas, each once", () => {
  expect(wordsOf("过敏\n湿疹，牛奶、 过敏 ;eczema,\n\n")).toEqual(["过敏", "湿疹", "牛奶", "eczema"]);
  expect(wordsOf("  \n ， ")).toEqual([]);
});

test("what can't be looked for is said before it is asked for", () => {
  expect(faultOf(WORDS)).toBeNull();
  expect(faultOf({ ...WORDS, words: [] })).toBe("none");
  expect(faultOf({ ...WORDS, words: Array.from({ length: 501 }, (_, n) => `w${n}`) })).toBe("many");
  expect(faultOf({ ...WORDS, exclude: ["长".repeat(51)] })).toBe("long");
  expect(faultOf({ ...WORDS, words: ["🐟".repeat(50)] })).toBeNull(); // fifty, not a hundred
  expect(faultOf({ ...WORDS, min_hits: 0 })).toBe("number");
  expect(faultOf({ ...WORDS, window_days: 3651 })).toBe("number");
});

describe("pieces of a message", () => {
  test("mark the words and lose nothing", () => {
    const cut = pieces("宝宝过敏了，还会过敏吗", [span(2, 4), span(8, 10)]);
    expect(cut.map((one) => [one.text, one.span !== null])).toEqual([["宝宝", false], ["过敏", true], ["了，还会", false], ["过敏", true], ["吗", false]]);
    expect(cut.map((one) => one.text).join("")).toBe("宝宝过敏了，还会过敏吗");
  });

  test("count an emoji before the word as one character", () => {
    expect(pieces("🐟🐟过敏", [span(2, 4)]).find((one) => one.span)?.text).toBe("过敏");
  });

  test("mark what overlaps once, and forgive places that make no sense", () => {
    expect(pieces("过敏性", [span(0, 3, "过敏性"), span(0, 2), span(2, 2)]).map((one) => one.text)).toEqual(["过敏性"]);
    expect(pieces("", [span(0, 2)]).map((one) => one.text).join("")).toBe("");
    expect(pieces("没有", [])).toEqual([{ text: "没有", span: null }]);
  });
});
