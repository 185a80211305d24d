import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { TimelineItem } from "@/app/types";
import { byDay, groupOf, GROUPS, KINDS, kindsOf, readKinds, sentenceKey } from "./facts";

const item = (kind: string, more: Partial<TimelineItem> = {}): TimelineItem => ({
  id: "1", kind, at: 0, group: null, staff: null, channel: null, of: null, amount: null, text: null, hidden: false, details: {}, ...more,
});
const named = (name: string) => ({ id: "9", name });

test("every kind stands in one filter", () => {
  const all = kindsOf(GROUPS);
  expect(new Set(all).size).toBe(all.length);
  expect(groupOf("order.refunded")).toBe("orders");
  expect(groupOf("something.newer")).toBeNull();
});

test("filters of the address; junk asks for nothing", () => {
  expect(readKinds(new URLSearchParams("kind=tags&kind=orders&kind=junk"))).toEqual(["orders", "tags"]);
  expect(kindsOf(["notes", "groups"])).toEqual(["note.written", "note.withdrawn", "group.joined", "group.left"]);
});

test("what a fact says depends on where it happened and what it holds", () => {
  expect(sentenceKey(item("message.sent", { group: named("g") }))).toBe("message.sent.group");
  expect(sentenceKey(item("message.sent", { staff: named("s") }))).toBe("message.sent.staff");
  expect(sentenceKey(item("attribute.set"))).toBe("attribute.cleared");
  expect(sentenceKey(item("attribute.set", { details: { value: 0 } as never }))).toBe("attribute.set");
  expect(sentenceKey(item("relation.ended", { details: { cause: "transfer_refused" } as never }))).toBe("relation.ended.transfer_refused");
  expect(sentenceKey(item("relation.ended"))).toBe("relation.ended");
  expect(sentenceKey(item("stage.changed"))).toBe("stage.begun");
  expect(sentenceKey(item("tier.changed", { of: named("VIP") }))).toBe("tier.changed");
  expect(sentenceKey(item("note.written", { details: { by: "Li" } as never }))).toBe("note.written.by");
  expect(sentenceKey(item("note.written", { details: { by: "Li", withdrawn: true } as never }))).toBe("note.gone");
});

test("every sentence that may be asked for is written", () => {
  const texts = JSON.parse(readFileSync(new URL("../../../../../src/yutang/locales/en/console_customers.json", import.meta.url), "utf8")) as Record<string, string>;
  const more = ["message.sent.group", "message.sent.staff", "message.recalled.group", "attribute.cleared", "tag.added.staff", "tag.removed.staff", "relation.begun.transferred",
    "relation.ended.customer_deleted", "relation.ended.staff_deleted", "relation.ended.transferred", "relation.ended.transfer_refused", "stage.begun", "tier.none", "note.written.by", "note.gone"];
  expect([...kindsOf(GROUPS), ...more].filter((key) => !texts[`ui.customers.fact.${key}`])).toEqual([]);
  expect(Object.keys(KINDS).filter((key) => !texts[`ui.customers.kinds.${key}`])).toEqual([]);
});

test("facts of one day stand together", () => {
  const items = [item("a", { at: 30 }), item("b", { at: 25 }), item("c", { at: 9 })];
  expect(byDay(items, (at) => String(Math.floor(at / 10))).map((one) => [one.day, one.items.map((each) => each.kind)])).toEqual([["3", ["a"]], ["2", ["b"]], ["0", ["c"]]]);
});
