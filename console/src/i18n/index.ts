// The words. `t` is a plain function: the whole app below its root is remounted when the language changes (view state
// lives in the URL), so no component has to subscribe.
import { useSyncExternalStore } from "react";
import { type Lang, type Language, LANGS, load, TAG, type Texts } from "./catalogue";
import { fill, type Params } from "./fill";
import type { Key } from "./keys";

export type { Lang, Params };
export type { Key } from "./keys";
export { LANGS, OWN_NAME, TAG } from "./catalogue";

const STORED = "yutang.lang";
const listeners = new Set<() => void>();
let current: Lang = "zh";
let language: Language | undefined;

/** The string of a key that the code knows. A missing key shows itself, and complains while developing. */
export function t(key: Key, params: Params = {}): string {
  return tk(key, params);
}

/** The string of a key that is put together from a code of the server. `fallback`: shown when there is none. */
export function tk(key: string, params: Params = {}, fallback?: string): string {
  const texts: Texts = language?.texts ?? {};
  const text = (params["n"] === 1 ? texts[`${key}.one`] : undefined) ?? texts[key];
  if (text !== undefined) return fill(text, params, current === "zh");
  if (fallback !== undefined) return fallback;
  if (import.meta.env.DEV) console.error(`No string for "${key}"`);
  return key;
}

export function has(key: string): boolean {
  return language?.texts[key] !== undefined;
}

/** All keys that begin so, in the file's order: for lists of what there is. */
export function keysOf(prefix: string): string[] {
  return Object.keys(language?.texts ?? {}).filter((key) => key.startsWith(prefix) && !key.endsWith(".one"));
}

/** The word for a code that may be newer than this catalogue: then the code itself, readable. */
export function named(area: string, code: string, params: Params = {}): string {
  return tk(`${area}.${code}`, params, code.replaceAll("_", " "));
}

/** A reason's sentence; some have a sterner twin (".low") for a chance that is small indeed. */
export function reason(value: { code: string; params?: Record<string, unknown> }): string {
  const params = (value.params ?? {}) as Params;
  const percent = params["percent"];
  const low = `reason.${value.code}.low`;
  const key = typeof percent === "number" && percent <= 10 && has(low) ? low : `reason.${value.code}`;
  return tk(key, params, value.code.replaceAll("_", " "));
}

export function lang(): Lang {
  return current;
}

export function useLang(): Lang {
  return useSyncExternalStore((told) => {
    listeners.add(told);
    return () => void listeners.delete(told);
  }, lang);
}

export function antdLocale() {
  return language?.antd;
}

/** Preference of this browser, else of the person's system. The account's own is applied after sign-in. */
export function startLang(): Lang {
  const stored = readStored();
  if (stored) return stored;
  return navigator.languages.some((one) => one.toLowerCase().startsWith("zh")) ? "zh" : "en";
}

export async function setLang(next: Lang): Promise<void> {
  language = await load[next]();
  current = next;
  document.documentElement.lang = TAG[next];
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
  for (const told of listeners) told();
}

function readStored(): Lang | undefined {
  try {
    return LANGS.find((one) => one === localStorage.getItem(STORED));
  } catch {
    return undefined;
  }
}
