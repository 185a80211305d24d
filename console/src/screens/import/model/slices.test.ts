import { expect, test } from "vitest";
import { ApiProblem } from "@/app/problem";
import { afterFailure, backoff, nextSlice, SLICE } from "./slices";

test("a file goes in pieces, and none is left when all of it is there", () => {
  expect(nextSlice(SLICE * 2 + 5, 0, false)).toEqual({ offset: 0, end: SLICE });
  expect(nextSlice(SLICE * 2 + 5, SLICE * 2, true)).toEqual({ offset: SLICE * 2, end: SLICE * 2 + 5 });
  expect(nextSlice(10, 10, false)).toBeNull();
});

test("an empty file is one empty piece, once", () => {
  expect(nextSlice(0, 0, false)).toEqual({ offset: 0, end: 0 });
  expect(nextSlice(0, 0, true)).toBeNull();
});

test("a resumed file begins where the server stopped, not at a slice's edge", () => {
  expect(nextSlice(100, 37, false)).toEqual({ offset: 37, end: 100 });
});

test("waiting grows and ends at half a minute", () => {
  expect(backoff(1)).toBe(1000);
  expect(backoff(3)).toBe(4000);
  expect(backoff(60)).toBe(30_000);
  expect(backoff(1, 0)).toBeLessThan(backoff(1, 1));
});

test("the server's word on how much it has is followed", () => {
  expect(afterFailure(new ApiProblem(409, "upload_offset", { received: 42 }), 1)).toEqual({ do: "go_on", from: 42 });
});

test("no answer, a restart or a proxy's page: wait and try again, for ever", () => {
  for (const error of [new ApiProblem(0, "unreachable"), new ApiProblem(503, "unreachable"), new ApiProblem(500, "unexpected")]) {
    expect(afterFailure(error, 99).do).toBe("wait");
  }
  expect(afterFailure(new ApiProblem(429, "too_many", { retry_after: 2 }), 1)).toEqual({ do: "wait", ms: 2000 });
});

test("a file that can't be taken is left out, the others go on", () => {
  expect(afterFailure(new ApiProblem(422, "upload_path"), 1)).toEqual({ do: "skip" });
  expect(afterFailure(new ApiProblem(409, "upload_busy"), 2).do).toBe("wait");
  expect(afterFailure(new ApiProblem(409, "upload_busy"), 20)).toEqual({ do: "skip" });
});

test("a full disk, a limit, a lost upload or sign-in stop all until somebody acts", () => {
  const codes: [number, string][] = [[507, "upload_no_space"], [413, "upload_total"], [404, "not_found"], [401, "not_signed_in"]];
  for (const [status, code] of codes) expect(afterFailure(new ApiProblem(status, code), 1)).toEqual({ do: "stop" });
  expect(afterFailure(new TypeError("ours"), 1)).toEqual({ do: "stop" });
});
