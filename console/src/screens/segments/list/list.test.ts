import { expect, test } from "vitest";
import type { SegmentRow } from "@/app/types";
import { chosenRows, standing } from "./rows";
import { guessed, linesOf } from "./upload";

const DAY = 86_400_000;
const row = (more: Partial<SegmentRow>): SegmentRow => ({
  id: 1, name: "a", description: "", kind: "dynamic", refresh: "daily", version: 1, members: 0, swept_at: 1, current: true, moved_at: null,
  entered: 0, left: 0, error: null, used_by: 0, created_by_name: "", created_at: 0, changed_at: 0, ...more,
});

test("rows: word, kind and order together; without members comes last", () => {
  const rows = [row({ id: 1, name: "VIP", members: 3 }), row({ id: 2, name: "沉默", description: "vip too", members: null }), row({ id: 3, kind: "frozen", members: 9 })];
  const ids = (wanted: Partial<Parameters<typeof chosenRows>[1]>) => chosenRows(rows, { text: "", kind: "", sort: "name", ...wanted }).map((one) => one.id);
  expect(ids({ text: " ViP " })).toEqual([1, 2]);
  expect(ids({ kind: "frozen" })).toEqual([3]);
  expect(ids({ sort: "members" })).toEqual([3, 1, 2]);
  expect(ids({ kind: "failing" })).toEqual([]);
});

test("the strip counts what moved within a day, what failed and what waits", () => {
  const now = 10 * DAY;
  const rows = [
    row({ moved_at: now - 1, entered: 5, left: 2 }), row({ moved_at: now - 2 * DAY, entered: 90, left: 90 }),
    row({ error: { code: "fault.deleted_tag", params: {} }, swept_at: null }), row({ swept_at: null }), row({ current: false }), row({ kind: "uploaded", swept_at: null }),
  ];
  expect(standing(rows, now)).toMatchObject({ segments: 6, failing: 1, waiting: 2, entered: 5, left: 2, kinds: { dynamic: 5, frozen: 0, uploaded: 1 } });
});

test("lines and what stands in them", () => {
  expect(linesOf("a\r\n\n b \r c")).toBe(3);
  expect(linesOf("")).toBe(0);
  expect(guessed("13800138000\n+86 139-0013-9000,Ann\nname")).toBe("phone");
  expect(guessed('"a@b.cn"\nc@d.com')).toBe("email");
  expect(guessed("\n")).toBe("phone");
  expect(guessed("17\n18\n19")).toBe("customer_id");
  expect(guessed("wmAAAB\nwmAAAC")).toBe("external_id");
});
