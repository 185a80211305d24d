import { describe, expect, it } from "vitest";
import { choices, chosen, freed, known, tally } from "./filter";
import { group } from "./sample";
import { NO_FILTERS } from "./view";

const rows = [
  group({ id: "w:1", name: "早读打卡", owner: "阿泽", state: "alive", advice: "keep" }),
  group({ id: "w:2", name: "美妆 VIP 01", owner: "Mia", line: null, state: "dead", advice: "stop", hours_freed: 1.5 }),
  group({ id: "w:3", name: "美妆 vip 02", owner: null, state: "dead", advice: "merge", hours_freed: 0.5, decision: { kind: "kept", until: null, reason: "年底要用", by_name: "主管", at: 1, worse: false } }),
];
const all = known(rows);
const ids = (filters: Partial<typeof NO_FILTERS>, me: string | null = null) => chosen(all, { ...NO_FILTERS, ...filters }, me).map((row) => row.id);

describe("filters", () => {
  it("let everything through when none is set", () => expect(ids({})).toEqual(["w:1", "w:2", "w:3"]));
  it("find every word, in any case, full-width or not, in name, line or owner", () => {
    expect(ids({ q: "ＶＩＰ 美妆" })).toEqual(["w:2", "w:3"]);
    expect(ids({ q: "阿泽" })).toEqual(["w:1"]);
    expect(ids({ q: "vip 阿泽" })).toEqual([]);
  });
  it("take any of one list and all of different lists", () => {
    expect(ids({ advice: ["stop", "merge"] })).toEqual(["w:2", "w:3"]);
    expect(ids({ advice: ["stop", "merge"], decision: ["none"] })).toEqual(["w:2"]);
  });
  it("name what is missing", () => {
    expect(ids({ line: ["none"] })).toEqual(["w:2"]);
    expect(ids({ owner: ["none"] })).toEqual(["w:3"]);
  });
  it("know whose groups are mine, and nobody's when it is unknown who I am", () => {
    expect(ids({ mine: true }, "Mia")).toEqual(["w:2"]);
    expect(ids({ mine: true }, null)).toEqual([]);
  });
  it("count what each value would leave under the other filters", () => {
    expect(choices(all, { ...NO_FILTERS, advice: ["stop"], state: ["dead"] }, "advice", null)).toEqual([
      { value: "stop", count: 1 }, { value: "merge", count: 1 }, { value: "keep", count: 0 },
    ]);
  });
  it("keep a chosen value in the list though no group has it", () => {
    expect(choices(all, { ...NO_FILTERS, owner: ["gone"] }, "owner", null)).toContainEqual({ value: "gone", count: 0 });
  });
});

describe("sums", () => {
  it("count states and add up hours", () => {
    expect(tally(rows, "state")).toEqual({ alive: 1, dead: 2 });
    expect(freed(rows)).toBe(2);
  });
});
