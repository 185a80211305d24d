// Whether the server answers. Not navigator.onLine: the server may well be on this machine, with the network gone.
import { useSyncExternalStore } from "react";
import { clock } from "@/i18n/format";

let up = true;
let since = 0; // when the last answer came, ms
const listeners = new Set<() => void>();

export function reached(answered: boolean): void {
  if (answered) since = clock();
  if (answered === up) return;
  up = answered;
  for (const told of listeners) told();
}

export const isUp = () => up;
export const lastAnswer = () => since;

export function useReach(): boolean {
  return useSyncExternalStore(onReach, isUp);
}

export function onReach(told: () => void): () => void {
  listeners.add(told);
  return () => void listeners.delete(told);
}
