import { expect, test } from "vitest";
import { chosenOf, filtered, type Flow, flowOf, flowText, NO_FILTERS, readView, withValues, writeView } from "./view";

const there = (text: string) => readView(new URLSearchParams(text));

test("a bare address is the whole list, and the whole list a bare address", () => {
  expect(there("")).toEqual(NO_FILTERS);
  expect(writeView(NO_FILTERS).toString()).toBe("");
  expect(filtered(NO_FILTERS)).toBe(false);
  expect(filtered({ ...NO_FILTERS, sort: "spend" })).toBe(false);
});

test("what is written is read again", () => {
  const view = { ...NO_FILTERS, q: "阿泽 13", stage: "at_risk", tier: "7", group: "wecom:wr/1", tag: ["3120005143213", "9"], sort: "spend" as const };
  expect(readView(writeView(view))).toEqual(view);
  expect(chosenOf(view)).toEqual([
    { name: "stage", value: "at_risk" }, { name: "tier", value: "7" }, { name: "tag", value: "3120005143213" }, { name: "tag", value: "9" }, { name: "group", value: "wecom:wr/1" },
  ]);
});

test("junk in an address asks for nothing", () => {
  expect(there("owner=abc&tier=-1&segment=99999999999999999&tag=x&tag=5&tag=5&sort=nonsense")).toEqual({ ...NO_FILTERS, tag: ["5"] });
});

test("a flow is told in the address, and nothing else is taken for one", () => {
  const flows: Flow[] = [
    { moves: false, first: "2026-10-01", last: "2026-10-28", from: "at_risk", to: "buying" },
    { moves: true, first: "2026-10-01", last: "2026-10-28", from: null, to: "aware" },
  ];
  expect(flows.map((flow) => flowOf(flowText(flow)))).toEqual(flows);
  expect(there(`flow=${flowText(flows[1] as Flow)}`).flow).toBe("moves~2026-10-01~2026-10-28~new~aware");
  expect(["", "flows~2026-10-01~aware", "flows~x~y~aware~buying", "all~2026-10-01~2026-10-28~new~aware"].map((text) => there(`flow=${text}`).flow)).toEqual([null, null, null, null]);
  expect(filtered({ ...NO_FILTERS, flow: flowText(flows[0] as Flow) })).toBe(true);
});

test("a filter of one value takes the last that was chosen; tags add up", () => {
  expect(withValues("stage", ["lost", "buying"])).toEqual({ stage: "buying" });
  expect(withValues("stage", [])).toEqual({ stage: null });
  expect(withValues("tag", ["1", "2"])).toEqual({ tag: ["1", "2"] });
});
