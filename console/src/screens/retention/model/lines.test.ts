import { describe, expect, test } from "vitest";
import type { Retention, RetentionFlow, RetentionLine } from "@/app/types";
import { askedOf, found, lineOf, moves, periodsOf, rowsOf } from "./lines";

const flow = (first: string, retained: number, more: Partial<RetentionFlow> = {}): RetentionFlow => ({
  first, last: first, retained, inflow: 0, evaporation: 0, quick_ratio: null, new: 0, returned: 0, joined: 0, moved_in: 0,
  customer_deleted: 0, staff_deleted: 0, left: 0, dormant: 0, transfer_refused: 0, unknown: 0, moved_out: 0, ...more,
});
const line = (key: string | null, name: string | null, opening: number, more: Partial<RetentionFlow> = {}): RetentionLine => ({
  key, name, opening, total: flow("2026-11-02", opening, more), flows: [flow("2026-11-02", 8), flow("2026-11-03", 9)],
});
const RETENTION: Retention = {
  definition: { as_of: "2026-11-30", zone: "Asia/Shanghai", dormant_days: 90, basis: "relation", version: 1 },
  dimension: "staff", period: "day", overlaps: false, slice_count: 2,
  whole: line(null, null, 10), slices: [line("7", "王敏", 6, { moved_out: 1 }), line("8", "Ada", 3)], others: null, within: null, without: line(null, null, 1),
};

describe("rows", () => {
  test("of slices: the whole, each slice, and those without one, whose names can be asked for", () => {
    expect(rowsOf(RETENTION).map((row) => [row.kind, row.key, row.named])).toEqual([
      ["sum", null, true], ["slice", "7", true], ["slice", "8", true], ["without", "none", true],
    ]);
  });

  test("of several slices together no names can be asked for", () => {
    const rows = rowsOf({ ...RETENTION, overlaps: true, others: line(null, null, 2), within: line(null, null, 9) });
    expect(rows.filter((row) => !row.named).map((row) => row.kind)).toEqual(["others", "within"]);
  });

  test("of the whole: its periods, newest first, each opening with what the one before left", () => {
    const rows = rowsOf({ ...RETENTION, dimension: "whole", slices: [], without: null });
    expect(rows.map((row) => [row.id, row.opening, row.flow.retained])).toEqual([["2026-11-03", 8, 9], ["2026-11-02", 10, 8]]);
  });

  test("have ids of their own", () => {
    const ids = rowsOf({ ...RETENTION, others: line(null, null, 2), within: line(null, null, 9) }).map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test("a filter keeps the whole and forgives case and width", () => {
  const called = (row: { name: string | null }) => row.name ?? "";
  expect(found(rowsOf(RETENTION), "ＡＤＡ", called).map((row) => row.key)).toEqual([null, "8"]);
  expect(found(rowsOf(RETENTION), "  ", called)).toHaveLength(4);
});

test("the line in view is the whole where the key names none", () => {
  expect(lineOf(RETENTION, "8").name).toBe("Ada");
  expect(lineOf(RETENTION, "none")).toBe(RETENTION.without);
  expect(lineOf(RETENTION, "999")).toBe(RETENTION.whole);
});

test("a number of a period asks for its days, one of a slice for the screen's", () => {
  const [period] = periodsOf(RETENTION.slices[0] ?? RETENTION.whole);
  expect(period && askedOf(period, "dormant")).toEqual({ cell: "dormant", key: "7", first: "2026-11-02", last: "2026-11-02" });
  const slice = rowsOf(RETENTION)[1];
  expect(slice && askedOf(slice, "new")).toEqual({ cell: "new", key: "7", first: null, last: null });
});

test("moves are shown where there are any", () => {
  expect(moves(rowsOf(RETENTION))).toBe(true);
  expect(moves(periodsOf(RETENTION.whole))).toBe(false);
});
