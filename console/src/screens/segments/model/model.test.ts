import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Leaf, Rule } from "./rule";
import type { Names } from "./names";

vi.stubGlobal("document", { documentElement: { lang: "" }, addEventListener: () => undefined });
vi.stubGlobal("location", { origin: "http://localhost" });
vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
const { setLang } = await import("@/i18n");
const model = await import(".");
const { bits, byLine, copyAt, insertAt, joined, levels, lineOf, moveAt, nodeAt, NOTHING, OFFERS, placeOf, removeAt, rooted, sentence, spoken, tell, turned, unfinished, unwrapAt, wrapAt, yuan } = model;
const { idsIn } = await import("./ids");

const did = (kind: string): Leaf => ({ op: "did", fact: { kind } });
const [A, B, C] = [did("message.sent"), did("group.left"), did("order.placed")];
const FILTERS = ["groups", "objects", "traits", "without", "amount"];
const NAMES: Names = {
  ...NOTHING,
  kinds: [
    { code: "message.sent", filters: ["groups", "objects", "traits", "without"] }, { code: "order.placed", filters: FILTERS },
    { code: "group.left", filters: ["groups", "objects"] }, { code: "segment.entered", filters: ["objects"] },
  ],
  attributes: [
    { code: "city", type: "place", choices: [] }, { code: "points", type: "number", choices: [] }, { code: "budget", type: "money", choices: [] },
    { code: "birthday", type: "date", choices: [] }, { code: "size", type: "choice", choices: ["S", "M"] },
  ],
  called: new Map([["city", "City"]]), tags: ["意向/高"], segments: [{ id: 4, name: "VIP", kind: "dynamic" }],
  layers: [{ id: 2, name: "Price", tiers: [{ id: 7, name: "299" }, { id: 8, name: "800" }] }], purposes: ["marketing"], sources: ["live"],
  groups: new Map([[11, "Hebei 1"]]), staff: new Map([[5, "Ann"]]), platforms: ["phone"], stages: ["at_risk", "lost"], ties: ["strong"], states: ["fading"], advice: ["merge"],
};
const TOLD = { names: NAMES, today: "2026-11-29" };
const say = (rule: Rule) => sentence(tell(rule, TOLD) ?? ["(none)"]);

describe("the tree", () => {
  const rule: Rule = { op: "all", rules: [A, { op: "not", rule: { op: "any", rules: [B, C] } }] };

  test("a change makes a new tree and leaves the old one", () => {
    const before = JSON.stringify(rule);
    expect(nodeAt(removeAt(rule, [1, 0]), [1, 0])).toEqual(C);
    expect(nodeAt(insertAt(rule, [1], A), [1, 2])).toEqual(A);
    expect(joined(copyAt(rule, [0]))?.rules.slice(0, 2)).toEqual([A, A]);
    expect(nodeAt(moveAt(rule, [0], 1), [1])).toEqual(A);
    expect(moveAt(rule, [0], -1)).toBe(rule);
    expect(JSON.stringify(rule)).toBe(before);
  });

  test("a path that leads nowhere changes nothing", () => {
    expect(removeAt(rule, [5])).toEqual(rule);
    expect(insertAt(rule, [0], A)).toEqual(rule);
    expect(nodeAt(rule, [0, 0])).toBeUndefined();
  });

  test("wrapped and dissolved is as it was", () => {
    expect(unwrapAt(wrapAt(rule, [0], "any"), [0])).toEqual(rule);
  });

  test("turned round twice is as it was, and a group's opposite is a group", () => {
    for (const one of [A, rule, { op: "any", rules: [B] } as Rule]) expect(turned(turned(one))).toEqual(one);
    expect(joined(turned(rule))?.joint).toBe("not_all");
    expect(turned(A)).toEqual({ op: "not", rule: A });
  });

  test("what is left out and what is null are the same, the order of fields is nothing", () => {
    const one: Rule = { op: "spending", measure: "orders", at_least: 2 };
    expect(model.same({ op: "all", rules: [one] }, { rules: [{ at_most: null, measure: "orders", at_least: 2, op: "spending" }], op: "all" })).toBe(true);
    expect(model.same(one, { ...one, at_most: 3 })).toBe(false);
    expect(model.same({ op: "all", rules: [A, B] }, { op: "all", rules: [B, A] })).toBe(false);
  });

  test("what is one condition is shown as a group of one", () => {
    expect(rooted(A)).toEqual({ op: "all", rules: [A] });
    expect(rooted(rule)).toBe(rule);
    expect(levels(rule)).toBe(4);
  });
});

describe("places", () => {
  beforeAll(() => setLang("en"));
  const rule: Rule = { op: "all", rules: [A, { op: "not", rule: { op: "any", rules: [B, { op: "not", rule: C }] } }] };

  test("lead to lines, and lines to places", () => {
    for (const path of [[0], [1], [1, 0], [1, 1]]) expect(lineOf(rule, placeOf(rule, path)).path).toEqual(path);
    expect(placeOf(rule, [1, 1])).toBe("rule.rules[1].rule.rules[1]");
  });

  test("keep what is behind the line, also where the condition is turned round", () => {
    expect(lineOf(rule, "rule.rules[0].window.days")).toEqual({ path: [0], rest: ".window.days" });
    expect(lineOf(rule, "rule.rules[1].rule.rules[1].rule.fact.groups[2]")).toEqual({ path: [1, 1], rest: ".fact.groups[2]" });
  });

  test("a tenth condition is not the first", () => {
    const many: Rule = { op: "any", rules: Array.from({ length: 12 }, () => A) };
    expect(lineOf(many, "rule.rules[10].at_least").path).toEqual([10]);
  });

  test("of the whole rule stay at the top", () => {
    const faults = byLine(rule, [{ at: "rule", code: "too_costly" }, { at: "rule.rules[0].at_least", code: "x" }, { at: "rule.rules[0].at_most", code: "y" }]);
    expect(faults.get("")).toEqual([{ at: "rule", code: "too_costly", rest: "" }]);
    expect(faults.get("0")?.map((one) => one.rest)).toEqual([".at_least", ".at_most"]);
  });

  test("a fault finds its field", () => {
    const phrase = tell({ op: "did", fact: { kind: "order.placed", groups: [11] }, at_least: 3, window: { span: "last", days: 0 } }, TOLD) ?? [];
    expect(model.bitOf(phrase, ".window.days")).toMatchObject({ kind: "number", value: 0 });
    expect(model.bitOf(phrase, ".fact.groups[0]")).toMatchObject({ kind: "many", value: [11] });
    expect(model.bitOf(phrase, ".nothing")).toBeUndefined();
  });
});

// One of each condition with its sentences. A new condition of the language that is missing here fails below.
const EACH: [Leaf, string, string][] = [
  [{ op: "known", attribute: "city" }, "City is known", "“City”已填写"],
  [{ op: "text", attribute: "city", values: ["上海", "北京"], how: "begins" }, "City begins with 上海, 北京", "“City”开头是 上海、北京"],
  [{ op: "number", attribute: "points", at_least: 10, at_most: 20 }, "points is between 10 and 20", "“points”介于 10 到 20"],
  [{ op: "number", attribute: "budget", at_most: 12_345 }, "budget is at most ¥123.45", "“budget”至多 ¥123.45"],
  [{ op: "date", attribute: "birthday", since: { day: "1990-01-01" }, until: { days_ago: 7 } }, "birthday is from 1990-01-01 until 7 days ago", "“birthday”从 1990-01-01 到 7 天前"],
  [{ op: "anniversary", attribute: "birthday", within: 7 }, "birthday comes round within 7 days", "“birthday”的周年日在今后 7 天内"],
  [{ op: "choice", attribute: "size", values: ["S"], how: "none_of" }, "size is none of S", "“size”不属于 S"],
  [{ op: "tag", tag: "意向/高", confidence: 80, staff: [5] }, "has the tag 意向/高, at least 80% sure, on the relation with Ann", "有标签 意向/高，置信度至少 80%，打在与Ann的关系上"],
  [{ op: "consent", purpose: "marketing", channel: "sms", given: false }, "withdrew consent to marketing, on SMS", "已撤回授权“marketing”，触点为短信"],
  [{ op: "did", fact: { kind: "message.sent", traits: ["question"] }, at_least: 2, window: { span: "last", days: 30 } }, "wrote a message (marked a question) at least 2 times in the last 30 days", "最近 30 天发消息（带标记：提问）至少 2 次"],
  [{ op: "amount", fact: { kind: "order.placed" }, measure: "sum", at_least: 10_000 }, "the sum of the amounts when they placed an order at any time is at least ¥100", "不限时间下单的金额合计至少 ¥100"],
  [{ op: "time", fact: { kind: "order.placed" }, which: "first", window: { span: "last", days: 7 } }, "the first time they placed an order was in the last 7 days", "首次下单：最近 7 天"],
  [{ op: "sequence", first: { kind: "message.sent" }, then: { kind: "order.placed" }, within_hours: 72, without: { kind: "group.left" } }, "wrote a message, then placed an order within 72 hours, and did not leave a group in between", "先发消息，随后 72 小时内下单，期间没有退群"],
  [{ op: "segment", segment: 4 }, "is in the segment VIP", "属于人群 VIP"],
  [{ op: "group", groups: [11], states: ["fading"] }, "now in Hebei 1, whose state is Fading", "现在在群：Hebei 1，群状态为下滑"],
  [{ op: "owner", staff: [5], when: "ever" }, "now or once followed by Ann", "曾有的跟进人是 Ann"],
  [{ op: "source", sources: ["live"] }, "came from live (any relation they ever had)", "来自 live（所有添加过的关系）"],
  [{ op: "stage", stages: ["at_risk", "lost"] }, "is in the stage at risk, lost", "处于阶段 有流失风险、流失"],
  [{ op: "spreading" }, "brings others", "带来过新客户"],
  [{ op: "tie", ties: ["strong"] }, "tie: strong tie", "关系强度：强关系"],
  [{ op: "score", of: "recency", at_least: 4 }, "the recency (R) score is at least 4", "R 分（最近）至少 4"],
  [{ op: "tier", layer: 2, tiers: [7] }, "in the layer Price, tier 299", "在分层 Price 的 299"],
  [{ op: "spending", measure: "orders", at_least: 1, at_most: 1 }, "number of orders is exactly 1", "订单数正好 1"],
  [{ op: "known_since", window: { span: "last", days: 7 } }, "first heard of in the last 7 days", "首次出现：最近 7 天"],
  [{ op: "identity", platforms: ["phone"] }, "has an account on phone", "有 手机号 账号"],
  [{ op: "sample", salt: "a", start: 0, end: 1_000 }, "falls into 0 to 1,000 of 10,000 in the draw a", "在抽样 a 中落入万分之 0 到 1,000"],
];
const squeeze = (text: string) => text.replaceAll(" ", "");

describe.each([["en", 1], ["zh", 2]] as const)("sentences in %s", (lang, column) => {
  beforeAll(() => setLang(lang));

  test.each(EACH.map((one) => [one[0].op, one] as const))("%s", (_op, one) => {
    const said = say(one[0]);
    if (lang === "en") expect(said.toLowerCase()).toBe(one[1].toLowerCase());
    else expect(squeeze(said)).toBe(squeeze(one[column]));
  });

  test("each turned round says something else, and no key or place is left", () => {
    for (const [leaf] of EACH) {
      const [is, not] = [say(leaf), say({ op: "not", rule: leaf })];
      expect(not).not.toBe(is);
      for (const said of [is, not]) expect(said).not.toMatch(/ui\.|[{}]|undefined|null/);
    }
  });

  test("no space stands between Chinese characters", () => {
    for (const [leaf] of EACH) expect(say(leaf)).not.toMatch(/[\u4e00-\u9fff，（）：“”] [\u4e00-\u9fff，（）：“”]/);
  });

  test("every field has a label", () => {
    for (const [leaf] of EACH) for (const bit of bits(tell(leaf, TOLD) ?? [])) expect(bit.label).not.toMatch(/^$|ui\./);
  });

  test("a whole rule is one sentence", () => {
    const rule: Rule = { op: "all", rules: [{ op: "spreading" }, { op: "any", rules: [{ op: "segment", segment: 4 }, { op: "tie", ties: ["strong"] }] }] };
    expect(spoken(rule, TOLD)).toBe(lang === "en" ? "brings others; and (is in the segment VIP; or tie: Strong tie)" : "带来过新客户；且（属于人群 VIP；或关系强度：强关系）");
  });
});

describe("changing", () => {
  beforeAll(() => setLang("en"));
  const change = (rule: Rule, at: string, value: unknown, kind?: string): Rule => {
    const bit = bits(tell(rule, TOLD) ?? []).find((one) => one.at === at && (kind === undefined || one.kind === kind));
    if (!bit) throw new Error(`nothing at ${at}`);
    return (bit.set as (value: unknown) => Rule)(value);
  };

  test("a part deep inside changes that part alone, also of what is turned round", () => {
    const rule: Rule = { op: "not", rule: { op: "did", fact: { kind: "message.sent" }, window: { span: "last", days: 30 } } };
    expect(change(rule, ".window.days", 60)).toEqual({ op: "not", rule: { op: "did", fact: { kind: "message.sent" }, window: { span: "last", days: 60 } } });
  });

  test("every picked word gives a condition that can be told", () => {
    for (const [leaf] of EACH) {
      for (const bit of bits(tell(leaf, TOLD) ?? [])) {
        if (bit.kind !== "pick" && bit.kind !== "add") continue;
        for (const option of bit.options) {
          const next = bit.set(option.value);
          expect(tell(next, TOLD), `${leaf.op} ${bit.at} ${option.value}`).not.toBeNull();
          expect(say(next)).not.toMatch(/ui\.|[{}]|undefined/);
        }
      }
    }
  });

  test("another kind keeps the filters it knows", () => {
    const rule: Rule = { op: "did", fact: { kind: "order.placed", groups: [11], amount_at_least: 1 } };
    expect(change(rule, ".fact.kind", "message.sent")).toMatchObject({ fact: { kind: "message.sent", groups: [11] } });
    expect(change(rule, ".fact.kind", "message.sent")).not.toHaveProperty("fact.amount_at_least");
  });

  test("bounds go from one shape to the next and keep the number", () => {
    const rule: Rule = { op: "score", of: "money", at_least: 3, at_most: null };
    expect(change(rule, ".at_least", "at_most", "pick")).toMatchObject({ at_least: null, at_most: 3 });
    expect(change(rule, ".at_least", "exactly", "pick")).toMatchObject({ at_least: 3, at_most: 3 });
    expect(change(rule, ".at_least", "between", "pick")).toMatchObject({ at_least: 3, at_most: 4 });
  });

  test("a filter that was added can be taken away", () => {
    const added = change({ op: "did", fact: { kind: "order.placed" } }, ".fact", "amount", "add");
    expect(added).toMatchObject({ fact: { amount_at_least: 10_000 } });
    expect(change(added, ".fact.amount", undefined, "drop")).toEqual({ op: "did", fact: { kind: "order.placed" } });
  });

  test("a new condition of every sort can be told, and says what it misses", () => {
    for (const one of OFFERS) expect(tell(one.make(NAMES), TOLD), one.code).not.toBeNull();
    expect(unfinished({ op: "all", rules: [{ op: "tag", tag: "" }, A, { op: "any", rules: [{ op: "source", sources: [] }] }] }, TOLD)).toEqual(["0", "2.0"]);
  });

  test("what this console doesn't know is not told, and breaks nothing", () => {
    expect(tell({ op: "moon" } as unknown as Rule, TOLD)).toBeNull();
    expect(tell({ op: "did" } as unknown as Rule, TOLD)).toBeNull();
    expect(tell({ op: "not", rule: { op: "not", rule: A } }, TOLD)).toBeNull();
    expect(spoken({ op: "moon" } as unknown as Rule, TOLD)).toContain("moon");
  });

  test("ids in rules are found wherever they stand", () => {
    expect(idsIn([{ op: "all", rules: [{ op: "owner", staff: [5, 3] }, { op: "did", fact: { kind: "x", groups: [9], staff: [5] } }] }], "staff")).toEqual([3, 5]);
  });

  test("money to the cent", () => {
    expect([yuan(100), yuan(-1_050), yuan(123_456_789)]).toEqual(["¥1", "−¥10.50", "¥1,234,567.89"]);
  });
});
