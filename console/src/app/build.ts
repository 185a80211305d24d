// A tab left open while the server got a new console: offer to load it, never by force.
import { useSyncExternalStore } from "react";

let outdated = false;
const listeners = new Set<() => void>();

function found(): void {
  outdated = true;
  for (const told of listeners) told();
}

/** Ask for the page again and look whether it still names the script that we run. */
export async function checkBuild(): Promise<void> {
  if (import.meta.env.DEV || outdated) return;
  try {
    const page = await fetch(import.meta.env.BASE_URL, { cache: "no-store" });
    const text = page.ok ? await page.text() : "";
    const ours = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute("src");
    if (text && ours && !text.includes(ours)) found();
  } catch {
    // Not reachable just now: the next reconnect asks again.
  }
}

/** A screen's file is gone from the server: that is the same thing, found out the hard way. */
export function watchBuild(): void {
  window.addEventListener("vite:preloadError", () => void checkBuild());
}

export function useOutdated(): boolean {
  return useSyncExternalStore(
    (told) => {
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    () => outdated,
  );
}
