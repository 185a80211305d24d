// Which act is being asked for, on which groups; and its window.
import { type ReactNode, useState } from "react";
import type { GroupRow } from "@/app/types";
import { Accept } from "./Accept";
import { Keep } from "./Keep";
import { Snooze } from "./Snooze";
import { TagGroups } from "./TagGroups";
import { Undo } from "./Undo";

export type Act = "accept" | "snooze" | "keep" | "undo" | "tag";
export type Ask = (act: Act, rows: GroupRow[]) => void;

const WINDOWS = { accept: Accept, snooze: Snooze, keep: Keep, undo: Undo, tag: TagGroups };

/** `[ask, window]`. `onDone`: after the server did it. */
export function useActs(onDone?: () => void): [Ask, ReactNode] {
  const [asked, setAsked] = useState<{ act: Act; rows: GroupRow[] } | null>(null);
  const ask: Ask = (act, rows) => { if (rows.length > 0) setAsked({ act, rows }); };
  if (!asked) return [ask, null];
  const Window = WINDOWS[asked.act];
  return [ask, <Window key={asked.act} rows={asked.rows} onClose={() => setAsked(null)} onDone={() => onDone?.()} />];
}
