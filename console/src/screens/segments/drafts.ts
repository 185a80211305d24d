// Rules that are being written, by segment ("new" for one that isn't saved). They outlive the screen: a change of
// language draws it anew, and nobody loses a rule by looking something up.
import { useSyncExternalStore } from "react";
import type { Rule } from "./model";

export interface Draft {
  rule: Rule;
  /** The version that it began from; 0: of none. */
  version: number;
  before: Rule[];
  after: Rule[];
}

const MOST = 100;
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

function put(key: string, draft: Draft | undefined): void {
  if (draft) drafts.set(key, draft);
  else drafts.delete(key);
  for (const told of listeners) told();
}

export function useDraft(key: string): Draft | undefined {
  return useSyncExternalStore(
    (told) => {
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    () => drafts.get(key),
  );
}

/** Write another rule; the one before can be had back. */
export function write(key: string, from: { rule: Rule; version: number }, rule: Rule): void {
  const draft = drafts.get(key) ?? { ...from, before: [], after: [] };
  if (draft.rule === rule) return;
  put(key, { ...draft, rule, before: [...draft.before, draft.rule].slice(-MOST), after: [] });
}

export function undo(key: string): void {
  const draft = drafts.get(key);
  const rule = draft?.before.at(-1);
  if (draft && rule) put(key, { ...draft, rule, before: draft.before.slice(0, -1), after: [draft.rule, ...draft.after] });
}

export function redo(key: string): void {
  const draft = drafts.get(key);
  const rule = draft?.after[0];
  if (draft && rule) put(key, { ...draft, rule, before: [...draft.before, draft.rule], after: draft.after.slice(1) });
}

export const forget = (key: string): void => put(key, undefined);
