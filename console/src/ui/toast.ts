// A short word at the edge, perhaps with an undo. A store, so that anything may say something; Toasts.tsx shows it.
export interface Toast {
  id: number;
  text: string;
  tone?: "plain" | "danger";
  /** What to press, e.g. undo; the toast then stays 10 s. */
  action?: { label: string; run: () => void };
}

let shown: Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function changed(next: Toast[]): void {
  shown = next;
  for (const told of listeners) told();
}

export function toast(wanted: Omit<Toast, "id">): void {
  last += 1;
  const id = last;
  changed([...shown.filter((one) => one.text !== wanted.text).slice(-2), { ...wanted, id }]);
  setTimeout(() => dismiss(id), wanted.action ? 10_000 : wanted.tone === "danger" ? 8_000 : 4_000);
}

export function dismiss(id: number): void {
  if (shown.some((one) => one.id === id)) changed(shown.filter((one) => one.id !== id));
}

export const toasts = () => shown;

export function onToasts(told: () => void): () => void {
  listeners.add(told);
  return () => void listeners.delete(told);
}
