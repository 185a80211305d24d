import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiProblem } from "@/app/problem";
import { SLICE } from "../model/slices";
import { foremost, type Item } from "./item";
import { Queue } from "./queue";
import type { Piece, Wire } from "./wire";

/** A server in memory: what it has of each file, and what it will answer next instead. */
class Server implements Wire {
  has = new Map<string, number>();
  wrong: unknown[] = [];
  dropped: number[] = [];
  asked: Piece[] = [];
  begin = () => Promise.resolve(7);
  drop = (id: number) => { this.dropped.push(id); return Promise.resolve(); };
  async put(piece: Piece): Promise<number> {
    this.asked.push(piece);
    const error = this.wrong.shift();
    if (error) throw error;
    const received = this.has.get(piece.path) ?? 0;
    if (received !== piece.offset) throw new ApiProblem(409, "upload_offset", { received });
    this.has.set(piece.path, received + piece.body.size);
    return received + piece.body.size;
  }
}

const big = (name: string, size: number) => ({ path: name, file: sized(name, size) });
function sized(name: string, size: number): File {
  const slice = (from: number, to: number) => ({ size: to - from, arrayBuffer: async () => new ArrayBuffer(0) });
  return { name, size, lastModified: 1, slice } as never;
}
const settled = () => vi.advanceTimersByTimeAsync(200_000);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("files go in pieces to their ends", async () => {
  const server = new Server();
  const queue = new Queue(server);
  queue.add([big("a", SLICE * 2 + 1), big("empty", 0)]);
  await settled();
  expect([...server.has]).toEqual([["empty", 0], ["a", SLICE * 2 + 1]].sort());
  expect(server.asked.filter((piece) => piece.path === "a").map((piece) => piece.offset)).toEqual([0, SLICE, SLICE * 2]);
  expect(queue.read()).toMatchObject({ id: 7, state: "whole", done: 2, sent: SLICE * 2 + 1 });
});

test("after a cut connection and a restart it goes on behind what the server has", async () => {
  const server = new Server();
  const queue = new Queue(server);
  server.wrong = [new ApiProblem(0, "unreachable"), new ApiProblem(503, "unreachable")];
  queue.add([big("a", SLICE)]);
  await vi.advanceTimersByTimeAsync(300);
  expect(queue.read()).toMatchObject({ state: "sending", retryAt: expect.any(Number) });
  server.has.set("a", 1000); // of the piece that was cut, this had arrived
  await settled();
  expect(server.asked.at(-1)).toMatchObject({ offset: 1000 });
  expect(queue.read().state).toBe("whole");
});

test("a full disk stops all; a press goes on", async () => {
  const server = new Server();
  const queue = new Queue(server);
  server.wrong = [new ApiProblem(507, "upload_no_space", { free: 1, needed: 2 })];
  queue.add([big("a", 10), big("b", 10), big("c", 10), big("d", 10), big("e", 10)]);
  await settled();
  expect(queue.read()).toMatchObject({ state: "stuck", error: { code: "upload_no_space" } });
  queue.retry();
  await settled();
  expect(queue.read()).toMatchObject({ state: "whole", done: 5 });
});

test("one bad name does not keep the others", async () => {
  const server = new Server();
  const queue = new Queue(server);
  server.wrong = [new ApiProblem(422, "upload_path", { path: "..", why: "outside" })];
  queue.add([big("../x", 10), big("b", 10)]);
  await settled();
  expect(queue.read()).toMatchObject({ state: "whole", done: 1, failed: 1, size: 10 });
});

test("after a reload the same files, dropped again, go on; others lie beside them", async () => {
  const server = new Server();
  const queue = new Queue(server);
  server.has.set("a", 400);
  queue.adopt({ id: 9, files: [{ path: "a", size: 1000, received: 400 }, { path: "b", size: 5, received: 5 }] });
  await settled();
  expect(queue.read()).toMatchObject({ id: 9, state: "lost", lost: 1, done: 1 });
  queue.add([big("a", 1000), big("b", 6)]);
  await settled();
  expect(server.asked.find((piece) => piece.path === "a")).toMatchObject({ upload: 9, offset: 400 });
  expect(queue.read()).toMatchObject({ state: "whole", done: 3 });
  expect(queue.read().items.map((item) => item.path)).toEqual(["a", "b", "b (2)"]);
});

test("the same file dropped twice is sent once", async () => {
  const server = new Server();
  const queue = new Queue(server);
  queue.add([big("a", 10)]);
  queue.add([big("a", 10)]);
  await settled();
  expect(server.asked).toHaveLength(1);
});

test("cancelled: nothing more is sent, and the server forgets it", async () => {
  const server = new Server();
  const queue = new Queue(server);
  queue.add([big("a", 10)]);
  await settled();
  await queue.cancel();
  await settled();
  expect(server.dropped).toEqual([7]);
  expect(queue.read().state).toBe("empty");
});

test("of a thousand files the failed and the moving are shown", () => {
  const items = Array.from({ length: 1000 }, (_, n): Item => ({ path: `${n}`, size: 1, sent: 1, state: "done", file: null, error: null }));
  Object.assign(items[700] ?? {}, { state: "failed" });
  Object.assign(items[800] ?? {}, { state: "sending" });
  expect(foremost(items, 5).map((item) => item.path)).toEqual(["700", "800", "0", "1", "2"]);
});
