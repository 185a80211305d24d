import { describe, expect, it } from "vitest";
import { applied, GIVEN, OWN_LIMIT, ownViews, withView } from "./saved";
import { kept, NO_FILTERS, type View } from "./view";

const view: View = { ...NO_FILTERS, advice: ["stop"], order: { by: "hours", down: true }, shape: "map", group: "w:1" };

describe("saved views", () => {
  it("read only what looks like one, whatever the account holds", () => {
    expect(ownViews(null)).toEqual([]);
    expect(ownViews([{ id: "1", name: "a", query: "q=b" }, { id: 2 }, null, "x"])).toEqual([{ id: "1", name: "a", query: "q=b" }]);
  });
  it("replace one of the same name, and none without a name", () => {
    const one = withView([], " 年底 ", view, "1");
    expect(one).toEqual([{ id: "1", name: "年底", query: kept(view) }]);
    expect(withView(one, "年底", { ...view, advice: [] }, "2")).toHaveLength(1);
    expect(withView(one, "  ", view, "3")).toBe(one);
  });
  it("do not grow for ever", () => {
    const many = Array.from({ length: 30 }, (_, at) => ({ id: String(at), name: `v${at}`, query: "" }));
    expect(withView(many, "new", view, "n")).toHaveLength(OWN_LIMIT);
  });
  it("change filters and order, not what is open", () => {
    const next = applied({ ...view, q: "x" }, GIVEN[1]?.query ?? "");
    expect(next).toMatchObject({ q: "", advice: ["merge"], decision: ["none"], order: null, shape: "map", group: "w:1" });
  });
});
