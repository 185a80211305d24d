import { expect, test } from "vitest";
import { readView, type View, writeView } from "./view";

const read = (text: string) => readView(new URLSearchParams(text));

test("what is written is read back, and a bare address is four weeks up to now", () => {
  const view: View = { from: "2026-11-02", to: "2026-11-30", moves: true, money: 5 };
  expect(readView(writeView(view))).toEqual(view);
  expect(read("")).toEqual({ from: null, to: null, moves: false, money: null });
  expect(writeView(read("")).toString()).toBe("");
});

test("days that don't exist, and fifths that don't, are not there", () => {
  expect(read("from=2026-02-30&to=2026-13-01&money=6&moves=yes")).toEqual({ from: null, to: null, moves: false, money: null });
  expect(read("from=2026-12-01&to=2026-11-01").from).toBeNull();
});
