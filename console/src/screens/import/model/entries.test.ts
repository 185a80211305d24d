import { expect, test } from "vitest";
import { entries } from "./entries";

test("one account a line; remarks and empty lines are none", () => {
  expect(entries("")).toBe(0);
  expect(entries("张伟\r\n\n# 华东\n  wm_01, 李娜 \n")).toBe(2);
});
