// What the palette can do: the shell's own commands and those of the screen that is open.
import { useEffect, useRef, useSyncExternalStore } from "react";

export interface Command {
  id: string;
  /** What the row says, and what is searched. */
  label: string;
  /** More words to find it by, in any language. */
  words?: string;
  /** "go": to a place; "act": does something; "run": starts long work. */
  kind: "go" | "act" | "run";
  keys?: string;
  run: () => void;
}

let registered: { owner: symbol; command: Command }[] = [];
let snapshot: Command[] = [];
const listeners = new Set<() => void>();

function changed(): void {
  snapshot = registered.map((one) => one.command);
  for (const told of listeners) told();
}

/** Offer commands while the component is mounted. */
export function useCommands(wanted: Command[]): void {
  const latest = useRef(wanted);
  latest.current = wanted;
  const signature = wanted.map((one) => one.id + one.label).join("|");
  useEffect(() => {
    const owner = Symbol(signature);
    const mine = latest.current.map((command) => ({
      owner,
      command: { ...command, run: () => latest.current.find((one) => one.id === command.id)?.run() },
    }));
    registered = [...registered, ...mine];
    changed();
    return () => {
      registered = registered.filter((one) => one.owner !== owner);
      changed();
    };
  }, [signature]);
}

export function useAllCommands(): Command[] {
  return useSyncExternalStore(
    (told) => {
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    () => snapshot,
  );
}

/** How well `query` finds `text`, 0 … 1; 0: not at all. A run of the same characters beats scattered ones. */
export function score(query: string, text: string): number {
  const wanted = query.toLowerCase().replaceAll(/\s+/g, "");
  const among = text.toLowerCase();
  if (!wanted) return 0.5;
  const at = among.replaceAll(/\s+/g, "").indexOf(wanted);
  if (at >= 0) return at === 0 ? 1 : 0.9 - Math.min(0.2, at / 100);
  let from = 0;
  let gaps = 0;
  for (const char of wanted) {
    const found = among.indexOf(char, from);
    if (found < 0) return 0;
    if (from > 0) gaps += found - from;
    from = found + 1;
  }
  return Math.max(0.05, 0.6 - gaps / 40);
}

/** The commands that a query finds, best first. */
export function find(commands: Command[], query: string): Command[] {
  if (!query.trim()) return commands;
  return commands
    .map((command) => ({ command, by: Math.max(score(query, command.label), 0.9 * score(query, command.words ?? " ")) }))
    .filter((one) => one.by > 0.3)
    .sort((a, b) => b.by - a.by)
    .map((one) => one.command);
}
