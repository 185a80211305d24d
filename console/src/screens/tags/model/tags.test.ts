import { describe, expect, test } from "vitest";
import type { TagList, TagRow } from "@/app/types";
import { daysIn, everyTag, readView, shown, strays, summaryOf, tagOf, writeView } from "./tags";

const figures = { count: 5, change: 1, groups: 0, sources: [], splits: null, same_as: null };
const tag = (id: number, name: string, more: Partial<TagRow> = {}): TagRow => ({
  id, code: `意向/${name}`, group_id: 1, name, until_days: null, description: "", figures, used_by: [], rule: null, ...more,
});
const LIST: TagList = {
  customers: 20,
  groups: [
    { id: 1, name: "意向", exclusive: true, position: 0, tags: [
      tag(11, "高意向", { used_by: [{ kind: "segment", id: 3, name: "VIP" }], rule: { kind: "words", on: true, failed: true } }),
      tag(12, "低意向", { figures: { ...figures, count: 0, splits: "nobody" }, description: "ask again in spring" }),
    ] },
    { id: 2, name: "Allergy", exclusive: false, position: 1, tags: [] },
  ],
  unmanaged: [{ id: 150496744285265, code: null, figures }, { id: 7, code: "来源/展会", figures: { ...figures, count: 9 } }],
};
const ids = (q: string, show: "all" | "splits" | "ruled" | "unused" | "empty" = "all") => shown(LIST.groups, { q, show }).map((group) => [group.id, group.tags.map((one) => one.id)]);

test("the summary counts what is blunt, stray and broken", () => {
  expect(summaryOf(LIST)).toEqual({ tags: 2, groups: 2, blunt: 1, unmanaged: 2, failed: 1 });
});

describe("what is shown", () => {
  test("is everything, with empty groups, while nothing is looked for", () => {
    expect(ids("")).toEqual([[1, [11, 12]], [2, []]]);
  });

  test("is found by the tag's name, its description, or its group's", () => {
    expect(ids("高")).toEqual([[1, [11]]]);
    expect(ids("SPRING")).toEqual([[1, [12]]]);
    expect(ids("意向")).toEqual([[1, [11, 12]]]);
    expect(ids("allergy")).toEqual([[2, []]]);
  });

  test("is cut by what is the matter with a tag, and then empty groups say nothing", () => {
    expect(ids("", "splits")).toEqual([[1, [12]]]);
    expect(ids("", "ruled")).toEqual([[1, [11]]]);
    expect(ids("", "unused")).toEqual([[1, [12]]]);
    expect(ids("", "empty")).toEqual([[1, [12]]]);
  });

  test("of strays: the commonest first, the nameless by their id", () => {
    expect(strays(LIST.unmanaged, { q: "", show: "all" }).map((one) => one.id)).toEqual([7, 150496744285265]);
    expect(strays(LIST.unmanaged, { q: "1504967", show: "all" })).toHaveLength(1);
    expect(strays(LIST.unmanaged, { q: "", show: "splits" })).toEqual([]);
  });
});

test("tags are chosen by their whole name", () => {
  expect(everyTag(LIST).map((one) => one.label)).toEqual(["意向/高意向", "意向/低意向"]);
  expect(tagOf(LIST, 12)?.group.id).toBe(1);
  expect(tagOf(LIST, 99)).toBeUndefined();
});

test("the address keeps the view and forgives what it doesn't know", () => {
  const view = { q: "高 意", show: "splits" as const };
  expect(readView(writeView(view))).toEqual(view);
  expect(readView(new URLSearchParams("show=nonsense"))).toEqual({ q: "", show: "all" });
});

test("an expiry is whole days, or none", () => {
  expect(["", " ", "1", "3650"].map(daysIn)).toEqual([null, null, 1, 3650]);
  expect(["0", "3651", "2.5", "soon"].map(daysIn)).toEqual(Array(4).fill(undefined));
});
