import { describe, expect, it } from "vitest";
import { filtered, kept, NO_FILTERS, readView, toggled, type View, writeView } from "./view";

const bare: View = { ...NO_FILTERS, order: null, shape: "table", group: null };
const full: View = {
  q: "阿泽 & 早读", mine: true, state: ["dead", "dormant"], advice: ["stop"], line: ["a,b", "none"], owner: ["Mia"],
  decision: ["none"], order: { by: "members", down: true }, shape: "map", group: "wecom:r/1",
};

describe("the view in the address", () => {
  it("is the whole list when nothing is said", () => {
    expect(readView(new URLSearchParams(""))).toEqual(bare);
    expect(writeView(bare).toString()).toBe("");
  });
  it("comes back as it was written, whatever the names hold", () => {
    expect(readView(new URLSearchParams(writeView(full).toString()))).toEqual(full);
  });
  it("takes every value once", () => {
    expect(readView(new URLSearchParams("state=dead&state=dead")).state).toEqual(["dead"]);
  });
  it("does not call spaces or an order a filter", () => {
    expect(filtered({ ...bare, q: "  " })).toBe(false);
    expect(filtered({ ...bare, order: { by: "p", down: true } } as View)).toBe(false);
    expect(filtered({ ...bare, line: ["x"] })).toBe(true);
  });
  it("keeps filters and order of a view, not what is open, in an order of its own", () => {
    const other = { ...full, shape: "table" as const, group: null };
    expect(kept(full)).toBe(kept(other));
    expect(kept({ ...bare, group: "x", shape: "map" })).toBe("");
  });
  it("puts a value in, or takes it out", () => {
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  });
});
