/** One file of an upload. `lost`: the server has a part, this page no longer has the file (it was reloaded). */
export type ItemState = "waiting" | "sending" | "done" | "failed" | "lost";

export interface Item {
  path: string;
  size: number;
  /** Bytes that the server has, as far as this page knows. */
  sent: number;
  state: ItemState;
  file: File | null;
  error: unknown;
}

export interface Snapshot {
  id: number | null;
  /** "stuck": something stopped it until a person acts; "whole": all that could be sent is there. */
  state: "empty" | "sending" | "stuck" | "lost" | "whole";
  items: Item[];
  size: number;
  sent: number;
  done: number;
  failed: number;
  lost: number;
  /** Bytes a second. */
  rate: number | null;
  secondsLeft: number | null;
  /** What stopped it, or what it is waiting out. */
  error: unknown;
  /** When it tries again: ms since 1970; null while it does not wait. */
  retryAt: number | null;
}

export const NOTHING: Snapshot = {
  id: null, state: "empty", items: [], size: 0, sent: 0, done: 0, failed: 0, lost: 0, rate: null, secondsLeft: null,
  error: null, retryAt: null,
};

/** The sums over all files; `stuck` and the rest are the queue's own. */
export function counted(items: Item[]): Pick<Snapshot, "items" | "size" | "sent" | "done" | "failed" | "lost"> {
  const sums = { size: 0, sent: 0, done: 0, failed: 0, lost: 0 };
  for (const item of items) {
    if (item.state !== "failed") {
      sums.size += item.size;
      sums.sent += item.sent;
    }
    if (item.state === "done") sums.done += 1;
    if (item.state === "failed") sums.failed += 1;
    if (item.state === "lost") sums.lost += 1;
  }
  return { items, ...sums };
}

const FIRST: Record<ItemState, number> = { failed: 0, lost: 1, sending: 2, waiting: 3, done: 4 };

/** What a person wants to see of a thousand files: what failed, what goes now; the rest as a number. */
export function foremost(items: Item[], most: number): Item[] {
  if (items.length <= most) return items;
  return [...items].sort((a, b) => FIRST[a.state] - FIRST[b.state]).slice(0, most);
}
