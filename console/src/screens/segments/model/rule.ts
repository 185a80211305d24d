// The rule language as this console edits it: yutang/engine/rule.py, where what has a default may be left out. (The
// API's own types have every default written out.) Pure.
import type { Rule as Told } from "@/app/types";

export interface Moment { day?: string | null; days_ago?: number | null; instant?: number | null }
export interface Last { span: "last"; days: number }
export interface Between { span: "between"; since?: Moment | null; until?: Moment | null }
export interface SinceFact { span: "since_fact"; fact: Fact; which?: "first" | "last" }
export type Span = Last | Between;
export type AnySpan = Span | SinceFact;

export interface Fact {
  kind: string;
  channels?: string[];
  groups?: number[];
  staff?: number[];
  sources?: string[];
  tags?: string[];
  objects?: number[];
  traits?: string[];
  without?: string[];
  amount_at_least?: number | null;
  amount_at_most?: number | null;
}

export interface Bounds { at_least?: number | null; at_most?: number | null }
type When = "now" | "ever";
export interface All { op: "all"; rules: Rule[] }
export interface AnyOf { op: "any"; rules: Rule[] }
export interface Not { op: "not"; rule: Rule }
export interface Known { op: "known"; attribute: string }
export interface TextIs { op: "text"; attribute: string; values: string[]; how?: "is" | "is_not" | "contains" | "contains_not" | "begins" }
export interface NumberIs extends Bounds { op: "number"; attribute: string }
export interface DateIs { op: "date"; attribute: string; since?: Moment | null; until?: Moment | null }
export interface Anniversary { op: "anniversary"; attribute: string; within: number }
export interface ChoiceIs { op: "choice"; attribute: string; values: string[]; how?: "one_of" | "none_of" | "all_of" }
export interface HasTag { op: "tag"; tag: string; sources?: string[]; confidence?: number | null; added?: Span | null; staff?: number[] }
export interface Consent { op: "consent"; purpose: string; channel?: string | null; given?: boolean }
export interface Did extends Bounds { op: "did"; fact: Fact; window?: AnySpan | null; of?: "fact" | "object" | "day" | "group" | null }
export interface Amount extends Bounds { op: "amount"; fact: Fact; measure: "sum" | "max" | "min" | "average" | "first" | "last"; window?: AnySpan | null }
export interface Time { op: "time"; fact: Fact; which: "first" | "last"; window: Span }
export interface Sequence { op: "sequence"; first: Fact; then: Fact; within_hours: number; without?: Fact | null; window?: Span | null }
export interface InSegment { op: "segment"; segment: number }
export interface InGroup { op: "group"; groups?: number[]; when?: When; joined?: Span | null; states?: string[]; advice?: string[]; tags?: string[] }
export interface Owner { op: "owner"; staff?: number[]; when?: When }
export interface FromSource { op: "source"; sources: string[]; when?: When }
export interface InStage { op: "stage"; stages: string[] }
export interface Spreading { op: "spreading" }
export interface Tie { op: "tie"; ties: string[] }
export interface Score extends Bounds { op: "score"; of: "recency" | "frequency" | "money" }
export interface InTier { op: "tier"; layer: number; tiers?: number[] }
export interface Spending extends Bounds { op: "spending"; measure: "orders" | "spent" | "refunded" | "average" }
export interface KnownSince { op: "known_since"; window: Span }
export interface HasIdentity { op: "identity"; platforms: string[] }
export interface Sample { op: "sample"; salt: string; start: number; end: number }

export type Leaf =
  | Known | TextIs | NumberIs | DateIs | Anniversary | ChoiceIs | HasTag | Consent | Did | Amount | Time | Sequence
  | InSegment | InGroup | Owner | FromSource | InStage | Spreading | Tie | Score | InTier | Spending | KnownSince
  | HasIdentity | Sample;
export type Rule = All | AnyOf | Not | Leaf;
export type Op = Rule["op"];

/** engine/rule.py MAX_LEVELS. */
export const MAX_LEVELS = 20;

/** What a group of conditions asks for. "none": not any of them; "not_all": not each of them. */
export type Joint = "all" | "any" | "none" | "not_all";

export interface Joined {
  joint: Joint;
  rules: Rule[];
  /** Behind the group's own place: where its list stands. */
  inner: string;
}

const JOINTS = { all: "not_all", any: "none" } as const;

/** A node as a group of conditions; null: it is one condition. */
export function joined(rule: Rule): Joined | null {
  if (rule.op === "all" || rule.op === "any") return { joint: rule.op, rules: rule.rules, inner: ".rules" };
  if (rule.op === "not" && (rule.rule.op === "all" || rule.rule.op === "any")) {
    return { joint: JOINTS[rule.rule.op], rules: rule.rule.rules, inner: ".rule.rules" };
  }
  return null;
}

export function join(joint: Joint, rules: Rule[]): Rule {
  if (joint === "none") return { op: "not", rule: { op: "any", rules } };
  if (joint === "not_all") return { op: "not", rule: { op: "all", rules } };
  return { op: joint, rules };
}

/** One condition and whether it is turned round; its fields stand behind `inner`. null: neither (a "not" of a "not"). */
export function plain(rule: Rule): { leaf: Leaf; not: boolean; inner: string } | null {
  if (rule.op === "all" || rule.op === "any") return null;
  if (rule.op !== "not") return { leaf: rule, not: false, inner: "" };
  const { rule: leaf } = rule;
  return leaf.op === "all" || leaf.op === "any" || leaf.op === "not" ? null : { leaf, not: true, inner: ".rule" };
}

/** The rule as the builder shows it: a group at the top. A rule that is one condition becomes a group of one. */
export function rooted(rule: Rule): Rule {
  return joined(rule) ? rule : { op: "all", rules: [rule] };
}

export const fromApi = (rule: Told): Rule => rooted(rule as Rule);
export const toApi = (rule: Rule): Told => rule as Told;

/** How deep it is: 1 for a condition. */
export function levels(rule: Rule): number {
  if (rule.op === "not") return 1 + levels(rule.rule);
  if (rule.op === "all" || rule.op === "any") return 1 + Math.max(0, ...rule.rules.map(levels));
  return 1;
}

export function conditions(rule: Rule): number {
  if (rule.op === "not") return conditions(rule.rule);
  return rule.op === "all" || rule.op === "any" ? rule.rules.reduce((sum, one) => sum + conditions(one), 0) : 1;
}

/** Whether two rules say the same: what is null, or an empty list of filters, is as if it were left out. */
export function same(a: Rule, b: Rule): boolean {
  return JSON.stringify(a, told) === JSON.stringify(b, told);
}

const NEEDED = new Set(["rules", "values", "sources", "stages", "ties", "platforms"]);

function told(key: string, value: unknown): unknown {
  if (value === null || (Array.isArray(value) && value.length === 0 && !NEEDED.has(key))) return undefined;
  if (typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value as object).sort(([x], [y]) => (x < y ? -1 : 1)));
}
