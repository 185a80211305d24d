import { useSyncExternalStore } from "react";

export const PHONE = "(max-width: 767px)";
/** Wide enough for the drawer to push the table instead of covering it. */
export const WIDE = "(min-width: 1441px)";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (told) => {
      const list = matchMedia(query);
      list.addEventListener("change", told);
      return () => list.removeEventListener("change", told);
    },
    () => matchMedia(query).matches,
  );
}
