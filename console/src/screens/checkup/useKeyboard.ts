// J/K move, X choose, Enter opens, Space peeks, Esc steps back, / finds.
import type { RefObject } from "react";
import { useKeys } from "@/app/keys";
import type { GroupRow } from "@/app/types";
import { t } from "@/i18n";

interface KeyboardProps {
  rows: GroupRow[];
  active: number;
  step: (by: number) => void;
  to: (index: number) => void;
  choose: (row: GroupRow, index: number, range: boolean) => void;
  /** `enter`: go into it; else look only. */
  open: (row: GroupRow, index: number, enter: boolean) => void;
  back: () => void;
  act: (row: GroupRow) => void;
  search: RefObject<HTMLInputElement | null>;
}

export function useKeyboard(props: KeyboardProps, on: boolean): void {
  const { rows, active, step, to, choose, open, back, act, search } = props;
  const group = t("ui.checkup.title");
  const here = (run: (row: GroupRow) => void) => () => {
    const row = rows[active];
    if (row) run(row);
  };
  useKeys([
    { keys: "j", label: t("ui.checkup.keys.next"), group, run: () => step(1) },
    { keys: "k", label: t("ui.checkup.keys.previous"), group, run: () => step(-1) },
    { keys: "down", run: () => step(1) },
    { keys: "up", run: () => step(-1) },
    { keys: "home", run: () => to(0) },
    { keys: "end", run: () => to(rows.length - 1) },
    { keys: "pagedown", run: () => step(10) },
    { keys: "pageup", run: () => step(-10) },
    { keys: "x", label: t("ui.checkup.keys.choose"), group, run: here((row) => choose(row, active, false)) },
    { keys: "enter", label: t("ui.checkup.keys.open"), group, run: here((row) => open(row, active, true)) },
    { keys: "space", label: t("ui.checkup.keys.peek"), group, run: here((row) => open(row, active, false)) },
    { keys: "e", label: t("ui.checkup.keys.act"), group, run: here(act) },
    { keys: "escape", label: t("ui.checkup.keys.back"), group, run: back },
    { keys: "/", label: t("ui.checkup.keys.find"), group, run: () => search.current?.focus() },
  ], on);
}
