// The last breadcrumb is what the open screen calls itself; those before it come from its place in the menu.
import { useEffect, useSyncExternalStore } from "react";

let title = "";
const listeners = new Set<() => void>();

function say(next: string): void {
  title = next;
  for (const told of listeners) told();
}

export function useCrumb(text: string): void {
  useEffect(() => {
    say(text);
    return () => say("");
  }, [text]);
}

export function useTitle(): string {
  return useSyncExternalStore(
    (told) => {
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    () => title,
  );
}
