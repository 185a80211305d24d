// Every condition of the language as a phrase. Pure.
import { has, t, type Key } from "@/i18n";
import { calledBy, optionsOf, type Names, type Option } from "./names";
import { boundsPhrase, factPhrase, figure, windowPhrase, type Unit } from "./parts";
import { lift, manyOf, oneOf, pickOf, sentence, weave, type Bit, type Phrase } from "./phrase";
import { joined, plain, type Bounds, type Leaf, type Rule, type Score, type Spending } from "./rule";

export interface Telling {
  names: Names;
  /** The tenant's day, "2026-05-01": what a new date begins with. */
  today: string;
}

type Slots = Record<string, Phrase<Leaf> | Bit<Leaf> | undefined>;
type Teller<L extends Leaf> = (leaf: L, told: Telling, not: boolean) => Slots;

const TEXTS = ["text", "place"];
const NUMBERS = ["number", "money"];
const CHOICES = ["choice", "choices"];

/** Attributes of some types, by name. */
function attributes(types: string[] | null, { names }: Telling): Option[] {
  const fit = names.attributes.filter((one) => types === null || types.includes(one.type));
  return fit.map((one) => ({ value: one.code, label: calledBy("attributes", one.code, names) }));
}

const attribute = (leaf: Leaf & { attribute: string }, types: string[] | null, told: Telling): Bit<Leaf> =>
  pickOf("attributes", ".attribute", leaf.attribute, attributes(types, told), told.names, (code) => ({ ...leaf, attribute: code }) as Leaf);

const bounds = (leaf: Leaf & Bounds, unit: Unit = "plain", prefix: { once?: "once" | "never"; of?: Bit<Bounds> } = {}): Phrase<Leaf> =>
  lift(boundsPhrase(leaf, { unit, ...prefix }), "", (next) => ({ ...leaf, at_least: next.at_least ?? null, at_most: next.at_most ?? null }) as Leaf);

/** A part that may be added, or is there and may be taken away again: `key` is its template and its name's. */
interface Optional { key: string; on: boolean; phrase: () => Slots; add: () => Leaf; drop: () => Leaf }

function optional(parts: Optional[]): { more: Phrase<Leaf>; add: Bit<Leaf> | undefined } {
  const word = (key: string) => t(`ui.rule.extra.word.${key}` as Key);
  const more = parts.filter((one) => one.on).flatMap((one) => {
    const drop: Bit<Leaf> = { kind: "drop", at: "", text: "", label: t("ui.rule.drop", { what: word(one.key) }), set: one.drop };
    return weave(`ui.rule.extra.${one.key}`, { ...one.phrase(), drop });
  });
  const free = parts.filter((one) => !one.on);
  const options = free.map((one) => ({ value: one.key, label: word(one.key) }));
  const set = (key: string) => free.find((one) => one.key === key)?.add() ?? parts[0]!.drop();
  return { more, add: free.length > 0 ? { kind: "add", at: "", text: "", label: t("ui.rule.narrow"), options, set } : undefined };
}

const without = <T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> => {
  const { [key]: _gone, ...rest } = value;
  return rest;
};

const MONTH = { span: "last", days: 30 } as const;
const MONEY_MEASURES: Spending["measure"][] = ["spent", "refunded", "average"];
export const isMoney = (measure: Spending["measure"]): boolean => MONEY_MEASURES.includes(measure);

type Tellers = { [Op in Leaf["op"]]: Teller<Extract<Leaf, { op: Op }>> };

const TELLERS: Tellers = {
  known: (leaf, told) => ({ attribute: attribute(leaf, null, told) }),
  text: (leaf, told) => ({
    attribute: attribute(leaf, TEXTS, told),
    how: oneOf("ui.rule.how_text", ".how", leaf.how ?? "is", ["is", "is_not", "contains", "contains_not", "begins"], (how): Leaf => ({ ...leaf, how })),
    values: manyOf("texts", ".values", leaf.values, told.names, (values): Leaf => ({ ...leaf, values: values.map(String) })),
  }),
  number: (leaf, told) => {
    const money = told.names.attributes.find((one) => one.code === leaf.attribute)?.type === "money";
    return { attribute: attribute(leaf, NUMBERS, told), bounds: bounds(leaf, money ? "money" : "plain") };
  },
  date: (leaf, told) => ({
    attribute: attribute(leaf, ["date"], told),
    window: lift(
      windowPhrase({ span: "between", since: leaf.since ?? null, until: leaf.until ?? null }, told.names, told.today, { ahead: true }),
      "", (span): Leaf => span?.span === "between" ? { ...leaf, since: span.since ?? null, until: span.until ?? null } : { ...leaf, since: { days_ago: span?.span === "last" ? span.days : 30 }, until: { days_ago: 0 } },
    ),
  }),
  anniversary: (leaf, told) => ({
    attribute: attribute(leaf, ["date"], told),
    within: figure(".within", leaf.within, "ui.rule.label.days", (n): Leaf => ({ ...leaf, within: n ?? 0 })),
  }),
  choice: (leaf, told) => {
    const choices = told.names.attributes.find((one) => one.code === leaf.attribute)?.choices;
    return {
      attribute: attribute(leaf, CHOICES, told),
      how: oneOf("ui.rule.how_choice", ".how", leaf.how ?? "one_of", ["one_of", "none_of", "all_of"], (how): Leaf => ({ ...leaf, how })),
      values: manyOf("texts", ".values", leaf.values, told.names, (values): Leaf => ({ ...leaf, values: values.map(String) }), undefined, choices?.map((one) => ({ value: one, label: one }))),
    };
  },
  tag: (leaf, { names, today }) => ({
    tag: pickOf("tags", ".tag", leaf.tag, optionsOf("tags", names), names, (tag): Leaf => ({ ...leaf, tag })),
    ...optional([
      { key: "tag_sources", on: leaf.sources !== undefined, add: () => ({ ...leaf, sources: [] }), drop: () => without(leaf, "sources"),
        phrase: () => ({ value: manyOf("tag_sources", ".sources", leaf.sources, names, (sources): Leaf => ({ ...leaf, sources: sources.map(String) })) }) },
      { key: "confidence", on: leaf.confidence != null, add: () => ({ ...leaf, confidence: 80 }), drop: () => without(leaf, "confidence"),
        phrase: () => ({ value: figure(".confidence", leaf.confidence, "ui.rule.label.least", (n): Leaf => ({ ...leaf, confidence: n })) }) },
      { key: "added", on: leaf.added != null, add: () => ({ ...leaf, added: MONTH }), drop: () => without(leaf, "added"),
        phrase: () => ({ value: lift(windowPhrase(leaf.added, names, today), ".added", (span): Leaf => (span && span.span !== "since_fact" ? { ...leaf, added: span } : leaf)) }) },
      { key: "tag_staff", on: leaf.staff !== undefined, add: () => ({ ...leaf, staff: [] }), drop: () => without(leaf, "staff"),
        phrase: () => ({ value: manyOf("staff", ".staff", leaf.staff, names, (staff): Leaf => ({ ...leaf, staff: staff.map(Number) })) }) },
    ]),
  }),
  consent: (leaf, { names }) => ({
    given: oneOf("ui.rule.given", ".given", String(leaf.given ?? true) as "true" | "false", ["true", "false"], (given): Leaf => ({ ...leaf, given: given === "true" })),
    purpose: pickOf("purposes", ".purpose", leaf.purpose, optionsOf("purposes", names), names, (purpose): Leaf => ({ ...leaf, purpose })),
    ...optional([
      { key: "channel", on: leaf.channel != null, add: () => ({ ...leaf, channel: "wecom" }), drop: () => without(leaf, "channel"),
        phrase: () => ({ value: pickOf("channels", ".channel", leaf.channel ?? "", optionsOf("channels", names), names, (channel): Leaf => ({ ...leaf, channel })) }) },
    ]),
  }),
  did: (leaf, { names, today }, not) => {
    const able = names.kinds.find((one) => one.code === leaf.fact.kind)?.filters ?? [];
    const codes = ["fact", "day", ...(able.includes("objects") || leaf.of === "object" ? ["object"] : []), ...(able.includes("groups") || leaf.of === "group" ? ["group"] : [])] as const;
    const order = leaf.fact.kind === "order.placed";
    const of = oneOf<Bounds, string>("ui.rule.of", ".of", leaf.of ?? (order ? "object" : "fact"), codes, () => leaf) as Bit<Bounds>;
    const counted = bounds(leaf, "plain", { once: not ? "never" : "once", of }).map((bit) =>
      typeof bit !== "string" && bit.at === ".of" ? ({ ...bit, set: (next: string): Leaf => ({ ...leaf, of: next as "fact" }) } as Bit<Leaf>) : bit);
    return {
      fact: lift(factPhrase(leaf.fact, names, not), ".fact", (fact): Leaf => ({ ...leaf, fact })),
      bounds: counted,
      window: lift(windowPhrase(leaf.window, names, today, { any: true, since_fact: true }), ".window", (window): Leaf => ({ ...leaf, window })),
    };
  },
  amount: (leaf, { names, today }) => ({
    fact: lift(factPhrase(leaf.fact, names), ".fact", (fact): Leaf => ({ ...leaf, fact })),
    measure: oneOf("ui.rule.measure", ".measure", leaf.measure, ["sum", "average", "max", "min", "first", "last"], (measure): Leaf => ({ ...leaf, measure })),
    bounds: bounds(leaf, leaf.fact.kind.startsWith("order.") ? "money" : "plain"),
    window: lift(windowPhrase(leaf.window, names, today, { any: true, since_fact: true }), ".window", (window): Leaf => ({ ...leaf, window })),
  }),
  time: (leaf, { names, today }) => ({
    fact: lift(factPhrase(leaf.fact, names), ".fact", (fact): Leaf => ({ ...leaf, fact })),
    which: oneOf("ui.rule.which", ".which", leaf.which, ["first", "last"], (which): Leaf => ({ ...leaf, which })),
    window: lift(windowPhrase(leaf.window, names, today), ".window", (span): Leaf => (span && span.span !== "since_fact" ? { ...leaf, window: span } : leaf)),
  }),
  sequence: (leaf, { names, today }) => ({
    first: lift(factPhrase(leaf.first, names), ".first", (first): Leaf => ({ ...leaf, first })),
    then: lift(factPhrase(leaf.then, names), ".then", (then): Leaf => ({ ...leaf, then })),
    hours: figure(".within_hours", leaf.within_hours, "ui.rule.label.hours", (n): Leaf => ({ ...leaf, within_hours: n ?? 0 })),
    ...optional([
      { key: "without", on: leaf.without != null, add: () => ({ ...leaf, without: { kind: "order.placed" } }), drop: () => without(leaf, "without"),
        phrase: () => ({ value: leaf.without ? lift(factPhrase(leaf.without, names, true), ".without", (fact): Leaf => ({ ...leaf, without: fact })) : undefined }) },
      { key: "window", on: leaf.window != null, add: () => ({ ...leaf, window: MONTH }), drop: () => without(leaf, "window"),
        phrase: () => ({ value: lift(windowPhrase(leaf.window, names, today), ".window", (span): Leaf => (span && span.span !== "since_fact" ? { ...leaf, window: span } : leaf)) }) },
    ]),
  }),
  segment: (leaf, { names }) => ({
    segment: pickOf("segments", ".segment", leaf.segment, optionsOf("segments", names), names, (id): Leaf => ({ ...leaf, segment: Number(id) })),
  }),
  group: (leaf, { names, today }) => ({
    when: oneOf("ui.rule.when_group", ".when", leaf.when ?? "now", ["now", "ever"], (when): Leaf => ({ ...leaf, when })),
    groups: manyOf("groups", ".groups", leaf.groups, names, (groups): Leaf => ({ ...leaf, groups: groups.map(Number) }), "ui.rule.any.groups"),
    ...optional([
      { key: "joined", on: leaf.joined != null, add: () => ({ ...leaf, joined: MONTH }), drop: () => without(leaf, "joined"),
        phrase: () => ({ value: lift(windowPhrase(leaf.joined, names, today), ".joined", (span): Leaf => (span && span.span !== "since_fact" ? { ...leaf, joined: span } : leaf)) }) },
      ...(["states", "advice", "tags"] as const).map((key) => ({
        key: `group_${key}`, on: leaf[key] !== undefined, add: (): Leaf => ({ ...leaf, [key]: [] }), drop: (): Leaf => without(leaf, key),
        phrase: () => ({ value: manyOf<Leaf>(key, `.${key}`, leaf[key], names, (value) => ({ ...leaf, [key]: value.map(String) })) }),
      })),
    ]),
  }),
  owner: (leaf, { names }) => ({
    when: oneOf("ui.rule.when_owner", ".when", leaf.when ?? "now", ["now", "ever"], (when): Leaf => ({ ...leaf, when })),
    staff: manyOf("staff", ".staff", leaf.staff, names, (staff): Leaf => ({ ...leaf, staff: staff.map(Number) }), "ui.rule.any.staff"),
  }),
  source: (leaf, { names }) => ({
    when: oneOf("ui.rule.when_source", ".when", leaf.when ?? "ever", ["ever", "now"], (when): Leaf => ({ ...leaf, when })),
    sources: manyOf("sources", ".sources", leaf.sources, names, (sources): Leaf => ({ ...leaf, sources: sources.map(String) })),
  }),
  stage: (leaf, { names }) => ({ stages: manyOf("stages", ".stages", leaf.stages, names, (stages): Leaf => ({ ...leaf, stages: stages.map(String) })) }),
  spreading: () => ({}),
  tie: (leaf, { names }) => ({ ties: manyOf("ties", ".ties", leaf.ties, names, (ties): Leaf => ({ ...leaf, ties: ties.map(String) })) }),
  score: (leaf) => ({
    of: oneOf<Leaf, Score["of"]>("ui.rule.score_of", ".of", leaf.of, ["recency", "frequency", "money"], (of) => ({ ...leaf, of })),
    bounds: bounds(leaf),
  }),
  tier: (leaf, { names }) => {
    const tiers = names.layers.find((one) => one.id === leaf.layer)?.tiers.map((one) => ({ value: String(one.id), label: one.name }));
    return {
      layer: pickOf("layers", ".layer", leaf.layer, optionsOf("layers", names), names, (id): Leaf => ({ op: "tier", layer: Number(id) })),
      tiers: manyOf("numbers", ".tiers", leaf.tiers, names, (ids): Leaf => ({ ...leaf, tiers: ids.map(Number) }), "ui.rule.any.tiers", tiers ?? []),
    };
  },
  spending: (leaf) => ({
    measure: oneOf<Leaf, Spending["measure"]>("ui.rule.spending_of", ".measure", leaf.measure, ["orders", "spent", "refunded", "average"],
      (measure) => (isMoney(measure) === isMoney(leaf.measure) ? { ...leaf, measure } : { op: "spending", measure, at_least: isMoney(measure) ? 10_000 : 1 })),
    bounds: bounds(leaf, isMoney(leaf.measure) ? "money" : "plain"),
  }),
  known_since: (leaf, { names, today }) => ({
    window: lift(windowPhrase(leaf.window, names, today), ".window", (span): Leaf => (span && span.span !== "since_fact" ? { ...leaf, window: span } : leaf)),
  }),
  identity: (leaf, { names }) => ({ platforms: manyOf("platforms", ".platforms", leaf.platforms, names, (value): Leaf => ({ ...leaf, platforms: value.map(String) })) }),
  sample: (leaf) => ({
    start: figure(".start", leaf.start, "ui.rule.label.from", (n): Leaf => ({ ...leaf, start: n ?? 0 })),
    end: figure(".end", leaf.end, "ui.rule.label.to", (n): Leaf => ({ ...leaf, end: n ?? 0 })),
    salt: { kind: "text", at: ".salt", value: leaf.salt, text: leaf.salt || "…", missing: !leaf.salt, label: t("ui.rule.label.salt"), set: (salt): Leaf => ({ ...leaf, salt }) },
  }),
};

/** A condition as a phrase, turned round or not. null: one that this console can't tell (of a newer server, say). */
export function tell(rule: Rule, told: Telling): Phrase<Rule> | null {
  const one = plain(rule);
  if (!one || !Object.hasOwn(TELLERS, one.leaf.op)) return null;
  const { leaf, not } = one;
  let slots: Slots;
  try {
    slots = (TELLERS[leaf.op] as Teller<Leaf>)(leaf, told, not);
  } catch {
    return null; // fields that are not what they should be: JSON that somebody wrote
  }
  const key = `ui.rule.is.${leaf.op}`;
  if (!not) return weave(key, slots as Record<string, Phrase<Rule>>);
  const turn = (next: Leaf): Rule => ({ op: "not", rule: next });
  const own = has(`${key}.not`);
  const inner = lift(weave(own ? `${key}.not` : key, slots), "", turn);
  return own ? inner : weave("ui.rule.not", { rule: inner });
}

/** A whole rule in one sentence, for lists and versions; groups in brackets. */
export function spoken(rule: Rule, told: Telling, top = true): string {
  const group = joined(rule);
  if (!group) {
    const phrase = tell(rule, told);
    return phrase ? sentence(phrase) : t("ui.rule.unknown", { op: rule.op });
  }
  if (group.rules.length === 0) return t(`ui.rule.empty.${group.joint}`);
  const parts = group.rules.map((one) => spoken(one, told, false));
  const text = parts.join(t(group.joint === "any" || group.joint === "none" ? "ui.rule.or" : "ui.rule.and"));
  if (group.joint === "none" || group.joint === "not_all") return t(`ui.rule.spoken.${group.joint}`, { text });
  return top || parts.length === 1 ? text : t("ui.rule.spoken.inner", { text });
}

/** Conditions that still miss a part, by the place of their line. */
export function unfinished(rule: Rule, told: Telling, path: number[] = []): string[] {
  const group = joined(rule);
  if (group) return group.rules.flatMap((one, n) => unfinished(one, told, [...path, n]));
  const phrase = tell(rule, told);
  return phrase?.some((bit) => typeof bit !== "string" && bit.missing) ? [path.join(".")] : [];
}
