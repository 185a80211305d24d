// Parts that many conditions share: bounds, moments, windows, facts. Pure.
import { has, t, tk, type Key } from "@/i18n";
import { instant } from "@/i18n/format";
import { plain } from "@/i18n/fill";
import { manyOf, lift, oneOf, weave, type Bit, type Phrase } from "./phrase";
import { optionsOf, type Names } from "./names";
import type { AnySpan, Bounds, Fact, Moment } from "./rule";

/** Cents as yuan, to the cent: ¥1,234.50 */
export function yuan(cents: number): string {
  const digits = cents % 100 === 0 ? 0 : 2;
  const text = Math.abs(cents / 100).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${cents < 0 ? "−" : ""}¥${text}`;
}

export type Unit = "plain" | "money";

export function figure<T>(at: string, value: number | null | undefined, label: Key, set: (value: number | null) => T, unit: Unit = "plain"): Bit<T> {
  const told = value ?? null;
  const text = told === null ? "…" : unit === "money" ? yuan(told) : plain(told);
  return { kind: "number", at, value: told, unit, set, label: t(label), text, missing: told === null };
}

const SHAPES = ["at_least", "at_most", "between", "exactly"] as const;
type Shape = (typeof SHAPES)[number] | "once";

/** What two bounds say together. */
export function shapeOf({ at_least: least, at_most: most }: Bounds): Shape {
  if (least != null && most != null) return least === most ? "exactly" : "between";
  if (most != null) return "at_most";
  return "at_least";
}

function shaped(shape: Shape, { at_least: least, at_most: most }: Bounds): Bounds {
  const one = least ?? most ?? null;
  if (shape === "once") return { at_least: null, at_most: null };
  if (shape === "at_least") return { at_least: one, at_most: null };
  if (shape === "at_most") return { at_least: null, at_most: most ?? one };
  return shape === "exactly" ? { at_least: one, at_most: one } : { at_least: one, at_most: most !== least && most != null ? most : one === null ? null : one + 1 };
}

interface BoundsLook {
  unit?: Unit;
  prefix?: string;
  /** What is counted, behind the numbers. */
  of?: Bit<Bounds>;
  /** No bounds at all mean "at least once". `never`: turned round. */
  once?: "once" | "never";
}

/** "at least 3", "between 3 and 5", "exactly 3 times". */
export function boundsPhrase(told: Bounds, { unit = "plain", prefix = "", of, once }: BoundsLook = {}): Phrase<Bounds> {
  const free = told.at_least == null && told.at_most == null;
  const shape: Shape = once && free ? "once" : shapeOf(told);
  const [low, high] = [`.${prefix}at_least`, `.${prefix}at_most`];
  const words = (one: Shape) => t(one === "once" ? (once === "never" ? "ui.rule.bounds.word.never" : "ui.rule.bounds.word.once") : (`ui.rule.bounds.word.${one}` as Key));
  const shapes: Shape[] = once ? ["once", ...SHAPES] : [...SHAPES];
  const pick: Bit<Bounds> = {
    kind: "pick", at: low, value: shape, label: t("ui.rule.label.bounds"), text: words(shape),
    options: shapes.map((one) => ({ value: one, label: words(one) })),
    set: (next) => {
      const made = shaped(next as Shape, told);
      return next !== "once" && made.at_least == null && made.at_most == null && once ? shaped(next as Shape, { at_least: 1 }) : made;
    },
  };
  const least = figure<Bounds>(low, told.at_least, "ui.rule.label.least", (n) => ({ at_least: n, at_most: shape === "exactly" ? n : (told.at_most ?? null) }), unit);
  const most = figure<Bounds>(high, told.at_most, "ui.rule.label.most", (n) => ({ at_least: told.at_least ?? null, at_most: n }), unit);
  return weave(`ui.rule.bounds.${shape}`, { shape: pick, least, most, of: shape === "once" ? undefined : of });
}

const FORMS = ["day", "days_ago"] as const;
type Form = (typeof FORMS)[number] | "days_ahead" | "instant";

/** A day, so many days ago, or an instant (which becomes a day when it is changed). `ahead`: days to come, too. */
export function momentPhrase(told: Moment, today: string, ahead = false): Phrase<Moment> {
  const form: Form = told.instant != null ? "instant" : told.days_ago != null ? (told.days_ago < 0 ? "days_ahead" : "days_ago") : "day";
  const forms: Form[] = [...FORMS, ...(ahead ? (["days_ahead"] as const) : []), ...(form === "instant" ? (["instant"] as const) : [])];
  const became: Record<Form, Moment> = { day: { day: today }, days_ago: { days_ago: 7 }, days_ahead: { days_ago: -7 }, instant: told };
  const pick = oneOf<Moment, Form>("ui.rule.moment.form", "", form, forms, (next) => became[next]);
  if (form === "day" || form === "instant") {
    const text = form === "day" ? (told.day ?? "") : instant(told.instant);
    const day: Bit<Moment> = { kind: "day", at: `.${form}`, value: form === "day" ? (told.day ?? null) : null, set: (value) => ({ day: value }), label: t("ui.rule.label.day"), text: text || "…", missing: !text };
    return weave("ui.rule.moment.day", { form: { ...pick, text: "" }, day });
  }
  const sign = form === "days_ahead" ? -1 : 1;
  const n = figure<Moment>(".days_ago", told.days_ago == null ? null : told.days_ago * sign, "ui.rule.label.days", (days) => ({ days_ago: (days ?? 0) * sign }));
  return weave("ui.rule.moment.ago", { n, form: pick });
}

export interface WindowLook {
  /** May be left open: null. */
  any?: boolean;
  /** May begin with a fact of the customer's own. */
  since_fact?: boolean;
  ahead?: boolean;
}

type SpanCode = "any" | "last" | "between" | "since" | "until" | "since_fact";

function spanCode(told: AnySpan | null | undefined): SpanCode {
  if (!told) return "any";
  if (told.span !== "between") return told.span;
  return told.since && told.until ? "between" : told.until ? "until" : "since";
}

const WEEK: Moment = { days_ago: 7 };

function freshSpan(code: SpanCode, told: AnySpan | null | undefined): AnySpan | null {
  const before = told?.span === "between" ? told : undefined;
  const since = before?.since ?? { days_ago: 30 };
  const until = before?.until ?? WEEK;
  const made: Record<SpanCode, AnySpan | null> = {
    any: null, last: { span: "last", days: 30 }, between: { span: "between", since, until }, since: { span: "between", since }, until: { span: "between", until },
    since_fact: { span: "since_fact", fact: { kind: "order.placed" } },
  };
  return made[code];
}

/** When: "in the last 30 days", "between … and …", "since their last order". */
export function windowPhrase(told: AnySpan | null | undefined, names: Names, today: string, look: WindowLook = {}): Phrase<AnySpan | null> {
  const code = spanCode(told);
  const codes: SpanCode[] = [...(look.any ? (["any"] as const) : []), "last", "between", "since", "until", ...(look.since_fact ? (["since_fact"] as const) : [])];
  const span = oneOf<AnySpan | null, SpanCode>("ui.rule.window.word", "", code, codes, (next) => freshSpan(next, told));
  const slots: Record<string, Phrase<AnySpan | null> | Bit<AnySpan | null> | undefined> = { span };
  if (told?.span === "last") slots["days"] = figure(".days", told.days, "ui.rule.label.days", (days) => ({ ...told, days: days ?? 0 }));
  if (told?.span === "between") {
    for (const end of ["since", "until"] as const) {
      const one = told[end];
      if (one) slots[end] = lift(momentPhrase(one, today, look.ahead), `.${end}`, (next): AnySpan => ({ ...told, [end]: next }));
    }
  }
  if (told?.span === "since_fact") {
    slots["fact"] = lift(factPhrase(told.fact, names), ".fact", (fact): AnySpan => ({ ...told, fact }));
    slots["which"] = oneOf("ui.rule.which", ".which", told.which ?? "last", ["first", "last"], (which): AnySpan => ({ ...told, which }));
  }
  return weave(`ui.rule.window.${code}`, slots);
}

type Filter = "groups" | "staff" | "sources" | "channels" | "tags" | "objects" | "traits" | "without" | "amount";
const FILTERS: Filter[] = ["groups", "staff", "sources", "channels", "tags", "objects", "traits", "without", "amount"];

/** Kinds that name a segment as their object: picked by name. */
const vocabularyOf = (filter: Exclude<Filter, "amount">, kind: string) =>
  filter === "objects" ? (kind.startsWith("segment.") ? "segments" : "numbers") : filter === "without" ? "traits" : filter;

function isOn(fact: Fact, filter: Filter): boolean {
  return filter === "amount" ? fact.amount_at_least != null || fact.amount_at_most != null : fact[filter] !== undefined;
}

function off(fact: Fact, filter: Filter): Fact {
  const { [filter === "amount" ? "amount_at_least" : filter]: _one, ...rest } = fact;
  if (filter !== "amount") return rest as Fact;
  const { amount_at_most: _two, ...left } = rest as Fact;
  return left;
}

/** A kind's word. `base`: behind "did not". */
export function kindText(kind: string, base = false): string {
  const key = `ui.rule.kind.${kind}`;
  return base && has(`${key}.base`) ? tk(`${key}.base`) : tk(key, {}, kind);
}

/** Which facts: their kind, and what narrows them down. */
export function factPhrase(fact: Fact, names: Names, base = false): Phrase<Fact> {
  const able = names.kinds.find((one) => one.code === fact.kind)?.filters ?? [];
  const kinds = names.kinds.map((one) => ({ value: one.code, label: kindText(one.code, base) }));
  const kind: Bit<Fact> = {
    kind: "pick", at: ".kind", value: fact.kind, search: true, options: kinds, label: t("ui.rule.label.kind"), text: kindText(fact.kind, base),
    set: (next) => narrowed(fact, next, names),
  };
  const on = FILTERS.filter((filter) => isOn(fact, filter));
  const free = FILTERS.filter((filter) => able.includes(filter) && !isOn(fact, filter));
  const add: Bit<Fact> = {
    kind: "add", at: "", text: "", label: t("ui.rule.narrow"), options: free.map((filter) => ({ value: filter, label: t(`ui.rule.filter.word.${filter}`) })),
    set: (filter) => (filter === "amount" ? { ...fact, amount_at_least: 10_000 } : { ...fact, [filter]: [] }),
  };
  return weave("ui.rule.fact", { kind, filters: on.flatMap((filter) => filterPhrase(fact, filter, names)), add: free.length > 0 ? add : undefined });
}

/** Another kind keeps the filters that it knows. */
function narrowed(fact: Fact, kind: string, names: Names): Fact {
  const able = names.kinds.find((one) => one.code === kind)?.filters ?? [];
  return FILTERS.filter((filter) => !able.includes(filter) || filter === "objects").reduce(off, { ...fact, kind });
}

function filterPhrase(fact: Fact, filter: Filter, names: Names): Phrase<Fact> {
  const drop: Bit<Fact> = { kind: "drop", at: `.${filter}`, text: "", label: t("ui.rule.drop", { what: t(`ui.rule.filter.word.${filter}`) }), set: () => off(fact, filter) };
  if (filter === "amount") {
    const told = { at_least: fact.amount_at_least ?? null, at_most: fact.amount_at_most ?? null };
    const phrase = lift(boundsPhrase(told, { unit: fact.kind.startsWith("order.") ? "money" : "plain", prefix: "amount_" }), "", (next): Fact => ({ ...fact, amount_at_least: next.at_least ?? null, amount_at_most: next.at_most ?? null }));
    return weave("ui.rule.filter.amount", { value: phrase, drop });
  }
  const of = vocabularyOf(filter, fact.kind);
  const value = manyOf<Fact>(of, `.${filter}`, fact[filter], names, (next) => ({ ...fact, [filter]: next }), undefined, of === "segments" ? optionsOf("segments", names) : undefined);
  return weave(`ui.rule.filter.${filter}`, { value, drop });
}
