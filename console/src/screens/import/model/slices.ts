// How a file is cut for the way, and how long to wait after a failure. Pure.
import { ApiProblem } from "@/app/problem";

export const SLICE = 16 << 20; // bytes in one request: what a cut connection costs at most
export const AT_ONCE = 3; // files on their way at a time
const LONGEST_WAIT_MS = 30_000;

export interface Slice {
  offset: number;
  end: number;
}

/** The next piece of a file of which `received` bytes are there; null: it is whole. An empty file is one empty piece. */
export function nextSlice(size: number, received: number, begun: boolean): Slice | null {
  if (received >= size && (begun || size > 0)) return null;
  return { offset: received, end: Math.min(size, received + SLICE) };
}

/** Milliseconds before try number `attempt` (from 1); `chance` 0 … 1 spreads tabs that were cut off together. */
export function backoff(attempt: number, chance = 0.5): number {
  return Math.min(LONGEST_WAIT_MS, 500 * 2 ** Math.min(attempt, 10)) * (0.7 + chance * 0.6);
}

/** What to do about a request that failed: go on elsewhere, wait, leave out this file, or stop until a person acts. */
export type Next =
  | { do: "go_on"; from: number }
  | { do: "wait"; ms: number }
  | { do: "skip" }
  | { do: "stop" };

const ONE_FILE = new Set(["upload_path", "upload_size", "upload_too_long", "upload_changed"]);

export function afterFailure(error: unknown, attempt: number, chance = Math.random()): Next {
  if (!(error instanceof ApiProblem)) return { do: "stop" };
  if (error.code === "upload_offset") return { do: "go_on", from: Number(error.params["received"] ?? 0) };
  if (ONE_FILE.has(error.code)) return { do: "skip" };
  // A connection that was cut may hold the file's lock until the server notices.
  if (error.code === "upload_busy") return attempt > 12 ? { do: "skip" } : { do: "wait", ms: backoff(attempt, chance) };
  if (error.status === 429 && error.code === "too_many") return { do: "wait", ms: 1000 * Number(error.params["retry_after"] ?? 2) };
  if (error.status === 507 || error.status === 413) return { do: "stop" };
  if (error.status === 0 || error.status === 408 || error.status >= 500) return { do: "wait", ms: backoff(attempt, chance) };
  return { do: "stop" };
}
