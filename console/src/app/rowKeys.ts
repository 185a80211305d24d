// The keys of a list: J/K move, X choose, Enter opens, E acts, Esc steps back, / finds. Screens say what each does.
import type { RefObject } from "react";
import { t } from "@/i18n";
import { type KeyBinding, useKeys } from "./keys";

type Said = "next" | "previous" | "choose" | "open" | "back" | "find";

export interface RowKeys<Row> {
  rows: readonly Row[];
  active: number;
  to: (index: number) => void;
  step: (by: number) => void;
  choose: (row: Row) => void;
  open: (row: Row) => void;
  back: () => void;
  search: RefObject<HTMLInputElement | null>;
  /** What E and, where a list has it, Space do to the active row. */
  act: { label: string; run: (row: Row) => void };
  peek?: { label: string; run: (row: Row) => void };
}

/** `screen`: whose title heads the sheet, and whose words ("ui.<screen>.keys.…") tell what keys do. */
export function useRowKeys<Row>(screen: "checkup" | "customers", props: RowKeys<Row>, on: boolean): void {
  const { rows, active, to, step, choose, open, back, search, act, peek } = props;
  const group = t(`ui.${screen}.title`);
  const said = (keys: string, what: Said, run: () => void): KeyBinding => ({ keys, label: t(`ui.${screen}.keys.${what}`), group, run });
  const here = (run: (row: Row) => void) => () => {
    const row = rows[active];
    if (row) run(row);
  };
  useKeys([
    said("j", "next", () => step(1)),
    said("k", "previous", () => step(-1)),
    { keys: "down", run: () => step(1) },
    { keys: "up", run: () => step(-1) },
    { keys: "home", run: () => to(0) },
    { keys: "end", run: () => to(rows.length - 1) },
    { keys: "pagedown", run: () => step(10) },
    { keys: "pageup", run: () => step(-10) },
    said("x", "choose", here(choose)),
    said("enter", "open", here(open)),
    ...(peek ? [{ keys: "space", label: peek.label, group, run: here(peek.run) }] : []),
    { keys: "e", label: act.label, group, run: here(act.run) },
    said("escape", "back", back),
    said("/", "find", () => search.current?.focus()),
  ], on);
}
