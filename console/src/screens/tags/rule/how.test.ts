import { expect, test } from "vitest";
import type { TagRuleView } from "@/app/types";
import { confidenceIn, draftOf, howOf } from "./how";

const KEPT: TagRuleView = {
  kind: "words", rule: null, words: { words: ["过敏"], exclude: [], mode: "any", min_hits: 1, window_days: 30, homophones: false },
  remove_when_left: false, confidence: 80, until_days: 60, on: false, version: 3, changed_at: 1, ran_at: null, error: null,
};

test("a new rule runs, is certain, and takes off what it put on; a kept one is as it was left", () => {
  expect(howOf(null)).toEqual({ on: true, confidence: "100", until: "", remove: true });
  expect(howOf(KEPT)).toEqual({ on: false, confidence: "80", until: "60", remove: false });
});

test("confidence is whole per cent", () => {
  expect(["0", "100", " 7 "].map(confidenceIn)).toEqual([0, 100, 7]);
  expect(["101", "-1", "50.5", "", "high"].map(confidenceIn)).toEqual(Array(5).fill(undefined));
});

test("a removed rule comes back as it was, with the tag's own expiry where it had none", () => {
  expect(draftOf(KEPT)).toMatchObject({ words: KEPT.words, rule: null, confidence: 80, until_days: 60, on: false });
  expect("until_days" in draftOf({ ...KEPT, until_days: null })).toBe(false);
});
