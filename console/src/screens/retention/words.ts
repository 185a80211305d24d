// Retention in words. Every number is exact: this is bookkeeping, and it has to add up before the reader's eyes.
import type { RetentionLine, RetentionSlice } from "@/app/types";
import { named, t } from "@/i18n";
import { day } from "@/i18n/format";
import { plain } from "@/i18n/fill";
import type { Row } from "./model/lines";

const MINUS = "−";

/** 4,300 */
export const count = (value: number): string => (value < 0 ? `${MINUS}${plain(-value)}` : plain(value));

/** +86, −131, 0 */
export const change = (value: number): string => (value > 0 ? `+${plain(value)}` : count(value));

/** 0.88; nothing where nobody evaporated. */
export const ratio = (value: number | null): string => (value === null ? "–" : value.toFixed(2));

/** "4,255 retained: 4,300 + 86 − 131", with those who changed followers only where some did. */
export function sentence(line: RetentionLine): string {
  const { total, opening } = line;
  const moved = total.moved_in > 0 || total.moved_out > 0;
  return t(moved ? "ui.retention.sentence.moved" : "ui.retention.sentence", {
    retained: count(total.retained), opening: count(opening), inflow: count(total.inflow), evaporation: count(total.evaporation),
    moved_in: count(total.moved_in), moved_out: count(total.moved_out),
  });
}

export const cellName = (code: string): string => named("ui.retention.cell", code);

export const span = (first: string, last: string): string => (first === last ? day(first, true) : t("ui.retention.span", { first: day(first), last: day(last) }));

/** What a row is called in its slice. */
export function rowName(row: Pick<Row, "kind" | "name" | "key" | "flow">, slice: RetentionSlice): string {
  if (row.kind === "period") return span(row.flow.first, row.flow.last);
  if (row.kind !== "slice") return t(`ui.retention.row.${row.kind}`, { slice: t(`ui.retention.slice.${slice}`) });
  return lineName(row, slice);
}

export function lineName(line: Pick<RetentionLine, "name" | "key">, slice: RetentionSlice): string {
  if (slice === "arrival") return t("ui.retention.arrived", { day: day(line.key) });
  return line.name?.trim() || t("ui.retention.nameless", { slice: t(`ui.retention.slice.${slice}`), id: line.key });
}
