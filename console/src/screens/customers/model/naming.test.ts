import { expect, test } from "vitest";
import { isNameless, namesOf, withNames } from "./naming";

const names = namesOf([{ id: 7, code: "价值/VIP" }, { id: 8, code: null }]);

test("a tag that only the data knows gets the data's name", () => {
  const tags = [{ id: "7", name: null }, { id: "8", name: null }, { id: "9", name: "兴趣/园艺" }];
  expect(withNames(tags, names).map((tag) => tag.name)).toEqual(["价值/VIP", null, "兴趣/园艺"]);
  expect(isNameless(tags)).toBe(true);
});

test("a managed tag keeps its own name, and an untouched list is the same list", () => {
  const tags = [{ id: "7", name: "会员/VIP" }];
  expect(withNames(tags, names)).toBe(tags);
  expect(isNameless(tags)).toBe(false);
});
