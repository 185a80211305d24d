// The keyboard, in one place. Letters alone do nothing while somebody types, while an input method composes, under an
// open dialog, or when the person switched them off (WCAG 2.1.4); combinations with ⌘/Ctrl always work.
import { useEffect, useRef, useSyncExternalStore } from "react";

export interface KeyBinding {
  /** "mod+k", "?", "/", "j", "enter", "escape", or two in a row: "g t". */
  keys: string;
  /** What it does, for the sheet; none: not listed. */
  label?: string;
  /** A heading of the sheet. */
  group?: string;
  run: (event: KeyboardEvent) => void;
}

interface Registered extends KeyBinding {
  owner: symbol;
}

const STORED = "yutang.keys";
const SEQUENCE_MS = 1_200;
let bindings: Registered[] = [];
let enabled = read();
let first = "";
let firstAt = 0;
const listeners = new Set<() => void>();

function read(): boolean {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

export function setKeysOn(on: boolean): void {
  enabled = on;
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch {
    // Kept for this page only.
  }
  for (const told of listeners) told();
}

export function useKeysOn(): boolean {
  return useSyncExternalStore(subscribe, () => enabled);
}

function subscribe(told: () => void): () => void {
  listeners.add(told);
  return () => void listeners.delete(told);
}

/** Bind keys while the component is mounted (and `on`). The latest binding of a key wins. */
export function useKeys(wanted: KeyBinding[], on = true): void {
  const latest = useRef(wanted);
  latest.current = wanted;
  const signature = wanted.map((one) => one.keys + (one.label ?? "")).join("|");
  useEffect(() => {
    if (!on) return;
    const owner = Symbol(signature);
    const mine = latest.current.map((one, index) => ({
      ...one,
      owner,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }));
    bindings = [...bindings, ...mine];
    return () => {
      bindings = bindings.filter((one) => one.owner !== owner);
    };
  }, [signature, on]);
}

/** What is bound now, for the sheet. */
export function boundKeys(): KeyBinding[] {
  return bindings.filter((one) => one.label);
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT") return true;
  const typed = target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
  return typed || target.closest('[role="combobox"], [role="listbox"], [role="menu"]') !== null;
}

/** The name of a pressed key as bindings write it. */
export function named(event: Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase().replace("arrow", "");
  const mod = event.metaKey || event.ctrlKey ? "mod+" : "";
  const shift = event.shiftKey && (mod || event.key.length > 1) ? "shift+" : "";
  return `${mod}${event.altKey ? "alt+" : ""}${shift}${key === " " ? "space" : key}`;
}

/** Which binding a press means, given the press before it. Pure, for tests. */
export function chosen<T extends { keys: string }>(all: T[], before: string, pressed: string): T | undefined {
  const two = before ? all.findLast((one) => one.keys === `${before} ${pressed}`) : undefined;
  return two ?? all.findLast((one) => one.keys === pressed);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  const pressed = named(event);
  const combined = pressed.includes("mod+");
  if (!combined && (!enabled || isTyping(event.target) || document.querySelector("dialog[open]"))) return;
  // Enter and space belong to the focused button or link.
  const control = event.target instanceof HTMLElement && event.target.closest("button, a, summary, [role=tab]");
  if (control && (pressed === "enter" || pressed === "space")) return;
  const before = performance.now() - firstAt < SEQUENCE_MS ? first : "";
  const binding = chosen(bindings, before, pressed);
  first = binding ? "" : bindings.some((one) => one.keys.startsWith(`${pressed} `)) ? pressed : "";
  firstAt = performance.now();
  if (!binding) return;
  event.preventDefault();
  binding.run(event);
}

export function startKeys(): void {
  document.addEventListener("keydown", onKeyDown);
}
