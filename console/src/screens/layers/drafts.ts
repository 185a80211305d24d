// Ladders that are being written, by layer ("new" for one that isn't saved). They outlive the screen: a change of
// language draws it anew, and nobody loses a ladder by looking something up.
import { useSyncExternalStore } from "react";
import type { LayerText } from "./model/ladder";

export interface LadderDraft {
  text: LayerText;
  /** When the layer that it began from was changed last; 0: it began from none. */
  from: number;
}

const drafts = new Map<string, LadderDraft>();
const listeners = new Set<() => void>();

function put(key: string, draft: LadderDraft | undefined): void {
  if (draft) drafts.set(key, draft);
  else drafts.delete(key);
  for (const told of listeners) told();
}

export function useLadderDraft(key: string): LadderDraft | undefined {
  return useSyncExternalStore(
    (told) => {
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    () => drafts.get(key),
  );
}

/** What is written stays with what it began from, however often the layer changes meanwhile. */
export const write = (key: string, text: LayerText, from: number): void => put(key, { text, from: drafts.get(key)?.from ?? from });

export const forget = (key: string): void => put(key, undefined);
