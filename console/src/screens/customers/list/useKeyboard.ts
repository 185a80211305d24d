// J/K move, X choose, Enter opens, T tags, Esc lets go, / finds.
import type { RefObject } from "react";
import { useKeys } from "@/app/keys";
import type { CustomerRow } from "@/app/types";
import { t } from "@/i18n";

interface KeyboardProps {
  rows: CustomerRow[];
  active: number;
  to: (index: number) => void;
  step: (by: number) => void;
  choose: (row: CustomerRow) => void;
  open: (row: CustomerRow) => void;
  act: (row: CustomerRow) => void;
  back: () => void;
  search: RefObject<HTMLInputElement | null>;
}

export function useKeyboard({ rows, active, to, step, choose, open, act, back, search }: KeyboardProps, on: boolean): void {
  const group = t("ui.customers.title");
  const here = (run: (row: CustomerRow) => void) => () => {
    const row = rows[active];
    if (row) run(row);
  };
  useKeys([
    { keys: "j", label: t("ui.customers.keys.next"), group, run: () => step(1) },
    { keys: "k", label: t("ui.customers.keys.previous"), group, run: () => step(-1) },
    { keys: "down", run: () => step(1) },
    { keys: "up", run: () => step(-1) },
    { keys: "home", run: () => to(0) },
    { keys: "end", run: () => to(rows.length - 1) },
    { keys: "pagedown", run: () => step(10) },
    { keys: "pageup", run: () => step(-10) },
    { keys: "x", label: t("ui.customers.keys.choose"), group, run: here(choose) },
    { keys: "enter", label: t("ui.customers.keys.open"), group, run: here(open) },
    { keys: "e", label: t("ui.customers.keys.tag"), group, run: here(act) },
    { keys: "escape", label: t("ui.customers.keys.back"), group, run: back },
    { keys: "/", label: t("ui.customers.keys.find"), group, run: () => search.current?.focus() },
  ], on);
}
