// The rows of the table: periods of the whole, or slices with what is left beside them. Pure.
import type { Retention, RetentionFlow, RetentionLine } from "@/app/types";
import { fold } from "@/screens/checkup/model/filter";
import type { Asked } from "./view";

export interface Row {
  id: string;
  /** "sum": the whole, "slice": one of it, "others", "within" and "without": what the slices leave. */
  kind: "period" | "sum" | "slice" | "others" | "within" | "without";
  name: string | null;
  /** The line's key as the server takes it; null: it has none. */
  key: string | null;
  opening: number;
  flow: RetentionFlow;
  /** Whether names can be asked of it: lines of several slices have none of their own. */
  named: boolean;
}

/** The line that the screen looks at; the whole when the key names none of them. */
export function lineOf(retention: Retention, key: string | null): RetentionLine {
  if (key === null) return retention.whole;
  if (key === "none") return retention.without ?? retention.whole;
  return retention.slices.find((one) => one.key === key) ?? retention.whole;
}

/** The newest period first; of slices the whole first, then the largest. */
export function rowsOf(retention: Retention): Row[] {
  const { whole, slices, others, within, without } = retention;
  if (retention.dimension === "whole") return periodsOf(whole).reverse();
  const row = (kind: Row["kind"], line: RetentionLine | null, key: string | null, named: boolean): Row[] =>
    line ? [{ id: key === null ? kind : `${kind}-${key}`, kind, name: line.name, key, opening: line.opening, flow: line.total, named }] : [];
  return [
    ...row("sum", whole, null, true),
    ...slices.flatMap((line) => row("slice", line, line.key, line.key !== null)),
    ...row("others", others, null, false),
    ...row("within", within, null, false),
    ...row("without", without, "none", true),
  ];
}

/** What was there before a period is what was there after the one before. */
export function periodsOf(line: RetentionLine): Row[] {
  return line.flows.map((flow, at) => ({
    id: flow.first, kind: "period", name: null, key: line.key, opening: line.flows[at - 1]?.retained ?? line.opening, flow, named: true,
  }));
}

/** Rows whose name holds the text. The sums stay: they are what a slice is measured by. */
export function found(rows: Row[], text: string, called: (row: Row) => string): Row[] {
  const wanted = fold(text.trim());
  return wanted ? rows.filter((row) => row.kind === "sum" || fold(called(row)).includes(wanted)) : rows;
}

/** Whose names a number of a row asks for. `opening`: those retained on the day before. */
export function askedOf(row: Row, cell: Asked["cell"]): Asked {
  return { cell, key: row.key, first: row.kind === "period" ? row.flow.first : null, last: row.kind === "period" ? row.flow.last : null };
}

/** Whether anybody moved between followers: only then the columns say something. */
export function moves(rows: Row[]): boolean {
  return rows.some((row) => row.flow.moved_in > 0 || row.flow.moved_out > 0);
}
