// Which act is being asked for, on which customers; and its window.
import { type ReactNode, useState } from "react";
import type { CustomerRow } from "@/app/types";
import { AttributeWindow } from "./AttributeWindow";
import { TagWindow } from "./TagWindow";
import { UntagWindow } from "./UntagWindow";

/** As much of a customer as an act needs. */
export type Actee = Pick<CustomerRow, "id" | "name" | "tags">;
export type Act = "tag" | "untag" | "attribute";
export type Ask = (act: Act, rows: Actee[]) => void;

export interface WindowProps {
  rows: Actee[];
  onClose: () => void;
  onDone: () => void;
}

const WINDOWS = { tag: TagWindow, untag: UntagWindow, attribute: AttributeWindow };

/** `[ask, window]`. `onDone`: after the server did it. */
export function useActs(onDone?: () => void): [Ask, ReactNode] {
  const [asked, setAsked] = useState<{ act: Act; rows: Actee[] } | null>(null);
  const ask: Ask = (act, rows) => { if (rows.length > 0) setAsked({ act, rows }); };
  if (!asked) return [ask, null];
  const Window = WINDOWS[asked.act];
  return [ask, <Window key={asked.act} rows={asked.rows} onClose={() => setAsked(null)} onDone={() => onDone?.()} />];
}
