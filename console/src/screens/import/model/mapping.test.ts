import { expect, test } from "vitest";
import type { Inspected, InspectedTable } from "@/app/types";
import { attributeOf, datesInDoubt, originOf, question, shownField, sorted, tableSets, tellColumn, tellShape } from "./mapping";

const column = (heading: string, field: string | null, guessed = true) => ({ heading, field, guessed, samples: [] });
const table = (over: Partial<InspectedTable> = {}): InspectedTable => ({
  signature: "s1", sheet: null, shape: "members", fields: ["person_id", "person_name", "joined"], questions: [], preview: [],
  columns: [column("昵称", "person_name"), column("备注", null)], ...over,
});
const file = (name: string, tables: InspectedTable[], code: string | null = null): Inspected =>
  ({ name, kind: "table", code, params: {}, size: 1, tables });

test("tables with the same columns are corrected once", () => {
  const sets = tableSets([file("a.xlsx", [table({ sheet: "一月" }), table({ sheet: "二月" })]), file("b.csv", [table(), table({ signature: "s2" })])]);
  expect(sets.map((one) => one.files.length)).toEqual([3, 1]);
  expect(sets[0]?.files.map((one) => one.sheet)).toEqual(["一月", "二月", null]);
});

test("a word on a column, another, and back to the guess", () => {
  const once = tellColumn({}, table(), "备注", "person_id");
  expect(once).toEqual({ s1: { 备注: "person_id" } });
  expect(tellColumn(once, table(), "备注", null)).toEqual({});
  expect(tellColumn(once, table(), "昵称", "ignore")).toEqual({ s1: { 备注: "person_id", 昵称: "ignore" } });
});

test("a field stands once: who had it is guessed anew", () => {
  const once = tellColumn({}, table(), "备注", "person_id");
  expect(tellColumn(once, table(), "昵称", "person_id")).toEqual({ s1: { 昵称: "person_id" } });
  const ignored = tellColumn({ s1: { a: "ignore" } }, table(), "b", "ignore");
  expect(ignored).toEqual({ s1: { a: "ignore", b: "ignore" } });
});

test("what is remembered of a table is not forgotten by a new word", () => {
  const known = table({ columns: [column("昵称", "person_name", false), column("备注", null, false), column("时间", "joined")] });
  expect(tellColumn({}, known, "时间", "ignore")).toEqual({ s1: { 昵称: "person_name", 备注: "ignore", 时间: "ignore" } });
});

test("a shape takes back what its columns can't be", () => {
  const told = { s1: { 昵称: "person_name", 时间: "joined", x: "ignore" } };
  const shapes = { staff: ["person_id", "person_name"] };
  expect(tellShape(told, table(), "staff", shapes)).toEqual({ s1: { "@table": "staff", 昵称: "person_name", x: "ignore" } });
  expect(tellShape({ s1: { "@table": "staff" } }, table(), null, shapes)).toEqual({});
});

test("a column of people may be an attribute, of no other table", () => {
  expect([attributeOf("attribute:tier"), attributeOf("attribute:tier:choice"), attributeOf("person_id")]).toEqual(["tier", "tier", null]);
  expect(shownField(column("等级", "attribute:tier:choice", false), undefined)).toBe("attribute:tier");
  const told = { s1: { 等级: "attribute:tier" } };
  expect(tellShape(told, table(), "people", { people: [] })).toEqual({ s1: { "@table": "people", 等级: "attribute:tier" } });
  expect(tellShape(told, table(), "staff", { staff: [] })).toEqual({ s1: { "@table": "staff" } });
});

test("where a column's meaning comes from", () => {
  expect(originOf(column("a", "joined"), { a: "joined" })).toBe("told");
  expect(originOf(column("a", "joined", false), undefined)).toBe("remembered");
  expect(originOf(column("a", "joined"), {})).toBe("guessed");
  expect(originOf(column("a", null), {})).toBe("unknown");
  expect(shownField(column("a", null, false), undefined)).toBe("ignore");
  expect(shownField(column("a", "joined"), { a: "left" })).toBe("left");
  expect(shownField(column("a", null), undefined)).toBeNull();
});

test("what is asked, and what can't be read", () => {
  expect(question("amount_unit:金额:元")).toEqual({ code: "amount_unit", detail: "金额:元" });
  const files = [file("a", [table({ questions: ["day_first:日期", "ids_rounded:ID"] }), table({ questions: ["day_first:日期"] })]), file("b", [], "zip_truncated"), file("c", [], "attachment")];
  expect(datesInDoubt({ files, more: 0, shapes: {}, zone_needed: false })).toEqual(["日期"]);
  expect(sorted(files)).toMatchObject({ read: [{ name: "a" }], unread: [{ name: "b" }], attachments: 1 });
});
