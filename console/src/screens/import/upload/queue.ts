// The files that are on their way, whatever screen is open. One upload at a time; its files go a few at once, each in
// pieces behind what the server has, so that a cut connection, a restart or a second drop of the same file goes on.
import { ApiProblem } from "@/app/problem";
import type { UploadView } from "@/app/types";
import { freePath, type Found } from "../model/gather";
import { marked, rate, secondsLeft } from "../model/rate";
import { afterFailure, AT_ONCE, nextSlice } from "../model/slices";
import { counted, type Item, NOTHING, type Snapshot } from "./item";
import type { Wire } from "./wire";

const TELL_MS = 150;

export class Queue {
  private id: number | null = null;
  private items = new Map<string, Item>();
  private going = 0;
  private stop = new AbortController();
  private beginning: Promise<number> | undefined;
  private stuck: unknown = null;
  private waits = new Map<string, { error: unknown; until: number; go: () => void }>();
  private marks: { at: number; sent: number }[] = [];
  private snapshot: Snapshot = NOTHING;
  private telling: ReturnType<typeof setTimeout> | undefined;
  private listeners = new Set<() => void>();

  private readonly wire: Wire;

  constructor(wire: Wire) {
    this.wire = wire;
  }

  readonly read = (): Snapshot => this.snapshot;

  readonly listen = (told: () => void): (() => void) => {
    this.listeners.add(told);
    return () => void this.listeners.delete(told);
  };

  /** Files to send. One that the server has in part goes on; another of the same name lies beside it. */
  add(found: Found[]): void {
    for (const { path, file } of found) {
      const known = this.items.get(path);
      if (known && known.file === null && known.size === file.size) {
        Object.assign(known, { file, state: known.sent < known.size ? "waiting" : known.state });
      } else if (!known || !same(known, file)) {
        const free = freePath(path, (taken) => this.items.has(taken));
        this.items.set(free, { path: free, size: file.size, sent: 0, state: "waiting", file, error: null });
      } else if (known.state === "failed") Object.assign(known, { file, state: "waiting", error: null });
    }
    this.go();
  }

  /** An upload of before: after a reload the server knows more than this page. */
  adopt(view: UploadView): void {
    if (this.id === view.id) return;
    this.reset();
    this.id = view.id;
    for (const { path, size, received } of view.files) {
      this.items.set(path, { path, size, sent: received, state: received < size ? "lost" : "done", file: null, error: null });
    }
    this.tell();
  }

  /** Again, after a person saw to what stopped it; also at once where it was waiting. */
  retry(): void {
    this.stuck = null;
    for (const wait of this.waits.values()) wait.go();
    for (const item of this.items.values()) {
      if (item.state === "failed" && item.file) Object.assign(item, { state: "waiting", error: null });
    }
    this.go();
  }

  /** Stop, and take what the server has away. */
  async cancel(): Promise<void> {
    const { id } = this;
    this.reset();
    if (id !== null) await this.wire.drop(id);
  }

  /** Forget it here; the server keeps it (an import reads it now). */
  reset(): void {
    this.stop.abort();
    this.stop = new AbortController();
    this.id = null;
    this.items = new Map();
    this.beginning = undefined;
    this.stuck = null;
    this.waits.clear();
    this.marks = [];
    this.going = 0;
    this.tell();
  }

  private go(): void {
    const { signal } = this.stop;
    for (const item of this.items.values()) {
      if (this.going >= AT_ONCE || this.stuck !== null) break;
      if (item.state !== "waiting") continue;
      item.state = "sending";
      this.going += 1;
      void this.send(item, signal).finally(() => {
        if (signal.aborted) return;
        this.going -= 1;
        this.go();
      });
    }
    this.tell();
  }

  private async send(item: Item, signal: AbortSignal): Promise<void> {
    let attempt = 0;
    for (let begun = false; ; ) {
      const slice = nextSlice(item.size, item.sent, begun);
      if (slice === null) break;
      try {
        item.sent = await this.piece(item, slice.offset, slice.end, signal);
        [attempt, begun] = [0, true];
      } catch (error) {
        if (signal.aborted) return;
        attempt += 1;
        if (!(await this.overcome(item, await readable(item, error), attempt, signal))) return;
      }
      this.tell();
    }
    item.state = "done";
  }

  private async piece(item: Item, offset: number, end: number, signal: AbortSignal): Promise<number> {
    const upload = await this.begun();
    if (signal.aborted) throw signal.reason;
    const onGone = (bytes: number) => {
      item.sent = Math.min(offset + bytes, end);
      this.tell();
    };
    const body = (item.file as File).slice(offset, end);
    try {
      return await this.wire.put({ upload, path: item.path, size: item.size, offset, body, onGone, signal });
    } catch (error) {
      item.sent = offset; // what has gone may not have arrived; the server says how much did
      throw error;
    }
  }

  private begun(): Promise<number> {
    if (this.id !== null) return Promise.resolve(this.id);
    const { signal } = this.stop;
    this.beginning ??= this.wire.begin().then(
      (id) => {
        if (signal.aborted) void this.wire.drop(id).catch(() => undefined);
        else this.id = id;
        return id;
      },
      (error: unknown) => {
        this.beginning = undefined;
        throw error;
      },
    );
    return this.beginning;
  }

  /** True: go on with this file. */
  private async overcome(item: Item, error: unknown, attempt: number, signal: AbortSignal): Promise<boolean> {
    const next = afterFailure(error, attempt);
    if (next.do === "go_on") item.sent = Math.min(next.from, item.size);
    if (next.do === "go_on") return attempt < 50;
    if (next.do === "wait") {
      await this.wait(item.path, error, next.ms);
      if (signal.aborted) return false;
      if (this.stuck === null) return true;
      item.state = "waiting";
      return false;
    }
    Object.assign(item, next.do === "skip" ? { state: "failed", error } : { state: "waiting" });
    if (next.do === "stop") this.stuck = error;
    return false;
  }

  private wait(path: string, error: unknown, ms: number): Promise<void> {
    return new Promise((go) => {
      const over = () => {
        clearTimeout(timer);
        this.waits.delete(path);
        this.tell();
        go();
      };
      const timer = setTimeout(over, ms);
      this.waits.set(path, { error, until: Date.now() + ms, go: over });
      this.tell();
    });
  }

  /** Said at most a few times a second: ten thousand small files go by quickly. */
  private tell(): void {
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      this.snapshot = this.now();
      for (const told of this.listeners) told();
    }, this.snapshot.state === "empty" || this.items.size === 0 ? 0 : TELL_MS);
  }

  private now(): Snapshot {
    if (this.items.size === 0) return NOTHING;
    const sums = counted([...this.items.values()].map((item) => ({ ...item })));
    this.marks = marked(this.marks, Date.now(), sums.sent);
    const pace = rate(this.marks);
    const [wait] = [...this.waits.values()].sort((a, b) => a.until - b.until);
    const over = sums.done + sums.failed + sums.lost === sums.items.length;
    const state = this.stuck !== null ? "stuck" : !over ? "sending" : sums.lost > 0 ? "lost" : sums.done === 0 ? "stuck" : "whole";
    const waiting = state === "sending" && this.waits.size >= Math.min(this.going, AT_ONCE) ? wait : undefined;
    const first = sums.items.find((item) => item.error !== null)?.error ?? null;
    return {
      ...sums, id: this.id, state, rate: waiting ? null : pace, secondsLeft: waiting ? null : secondsLeft(sums.size - sums.sent, pace),
      error: this.stuck ?? waiting?.error ?? (state === "stuck" ? first : null), retryAt: waiting?.until ?? null,
    };
  }
}

function same(item: Item, file: File): boolean {
  return item.size === file.size && (item.file === null || item.file.lastModified === file.lastModified);
}

/** A browser says "no connection" also of a file that was changed or taken away while it was read. */
async function readable(item: Item, error: unknown): Promise<unknown> {
  if (!(error instanceof ApiProblem) || error.status !== 0 || !item.file || item.size === 0) return error;
  try {
    await item.file.slice(0, 1).arrayBuffer();
    return error;
  } catch {
    return new ApiProblem(409, "upload_changed");
  }
}
