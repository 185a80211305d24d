import { describe, expect, it } from "vitest";
import { byLine, circles, depth, inside, nearest, plane, rate } from "./map";
import { group } from "./sample";

const rows = [
  group({ id: "a", line: "读书", state: "dead", members: 10, p: 0.1, messages_28d: 0 }),
  group({ id: "b", line: "读书", state: "alive", members: 100, p: 0.9, messages_28d: 200 }),
  group({ id: "c", line: null, state: "dead", members: null, p: 0.5 }),
];

describe("tiles", () => {
  it("stand by line, the living first, those without a line last", () => {
    const lines = byLine([...rows].reverse());
    expect(lines.map((one) => one.line)).toEqual(["读书", null]);
    expect(lines[0]?.rows.map((row) => row.id)).toEqual(["b", "a"]);
    expect(lines[0]?.alive).toBe(1);
  });
  it("deepen with size, and own up to an unknown one", () => expect([null, 0, 20, 60, 500].map(depth)).toEqual([0, 1, 2, 3, 4]));
});

describe("the plane", () => {
  const plot = plane(rows, 400, 300);
  it("places only groups of known size and chance, and counts the rest", () => {
    expect(plot.dots.map((dot) => dot.row.id)).toEqual(["b", "a"]);
    expect(plot.left).toBe(1);
    expect(rate(rows[2] ?? group())).toBeNull();
  });
  it("keeps every circle inside, the silent at the bottom", () => {
    const [busy, silent] = plot.dots;
    expect(silent?.y).toBeGreaterThan(busy?.y ?? 999);
    for (const dot of plot.dots) expect(dot.y).toBeGreaterThan(-5);
  });
  it("puts a group on the same spot each time", () => expect(plane(rows, 400, 300).dots).toEqual(plot.dots));
  it("finds what a box holds, whichever way it was drawn, and what is nearest", () => {
    const box = { x0: 400, y0: 300, x1: 200, y1: 0 };
    expect(inside(plot.dots, box)).toEqual(["b"]);
    const [dot] = plot.dots;
    expect(nearest(plot.dots, (dot?.x ?? 0) + 1, dot?.y ?? 0)?.row.id).toBe("b");
    expect(nearest(plot.dots, 200, 5)).toBeUndefined();
  });
  it("draws one path for all", () => expect(circles(plot.dots).match(/M/g)).toHaveLength(2));
});
