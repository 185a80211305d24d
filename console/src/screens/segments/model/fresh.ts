// New conditions: what the menu offers, and what each begins as. Pure.
import type { Names } from "./names";
import type { Leaf, Rule } from "./rule";

export const AREAS = ["acts", "orders", "people", "groups", "staff", "life", "other"] as const;
export type Area = (typeof AREAS)[number];

export interface Offer {
  /** ui.rule.offer.<code> */
  code: string;
  area: Area;
  make: (names: Names) => Rule;
}

const MONTH = { span: "last", days: 30 } as const;
const first = (names: Names, ...types: string[]) => names.attributes.find((one) => types.includes(one.type))?.code ?? "";
const offer = (area: Area, code: string, make: (names: Names) => Leaf | Rule): Offer => ({ area, code, make });

export const OFFERS: Offer[] = [
  offer("acts", "did", () => ({ op: "did", fact: { kind: "message.sent" }, window: MONTH })),
  offer("acts", "did_not", () => ({ op: "not", rule: { op: "did", fact: { kind: "message.sent" }, window: MONTH } })),
  offer("acts", "time", () => ({ op: "time", fact: { kind: "message.sent" }, which: "last", window: MONTH })),
  offer("acts", "sequence", () => ({ op: "sequence", first: { kind: "message.sent" }, then: { kind: "order.placed" }, within_hours: 72 })),
  offer("acts", "known_since", () => ({ op: "known_since", window: { span: "last", days: 7 } })),
  offer("orders", "orders", () => ({ op: "spending", measure: "orders", at_least: 1, at_most: null })),
  offer("orders", "spent", () => ({ op: "spending", measure: "spent", at_least: 100_000, at_most: null })),
  offer("orders", "amount", () => ({ op: "amount", fact: { kind: "order.placed" }, measure: "sum", at_least: 10_000, at_most: null, window: MONTH })),
  offer("people", "tag", () => ({ op: "tag", tag: "" })),
  offer("people", "text", (names) => ({ op: "text", attribute: first(names, "text", "place"), values: [] })),
  offer("people", "number", (names) => ({ op: "number", attribute: first(names, "number", "money"), at_least: 1, at_most: null })),
  offer("people", "date", (names) => ({ op: "date", attribute: first(names, "date"), since: { days_ago: 30 }, until: null })),
  offer("people", "anniversary", (names) => ({ op: "anniversary", attribute: first(names, "date"), within: 7 })),
  offer("people", "choice", (names) => ({ op: "choice", attribute: first(names, "choice", "choices"), values: [] })),
  offer("people", "known", (names) => ({ op: "known", attribute: names.attributes[0]?.code ?? "" })),
  offer("people", "consent", (names) => ({ op: "consent", purpose: names.purposes[0] ?? "" })),
  offer("people", "identity", () => ({ op: "identity", platforms: ["phone"] })),
  offer("groups", "group", () => ({ op: "group" })),
  offer("groups", "group_state", () => ({ op: "group", states: ["fading"] })),
  offer("staff", "owner", () => ({ op: "owner" })),
  offer("staff", "source", () => ({ op: "source", sources: [] })),
  offer("life", "stage", () => ({ op: "stage", stages: ["at_risk"] })),
  offer("life", "tie", () => ({ op: "tie", ties: ["strong"] })),
  offer("life", "score", () => ({ op: "score", of: "recency", at_least: 4, at_most: null })),
  offer("life", "spreading", () => ({ op: "spreading" })),
  offer("life", "tier", (names) => ({ op: "tier", layer: names.layers[0]?.id ?? 0 })),
  offer("other", "segment", () => ({ op: "segment", segment: 0 })),
  offer("other", "sample", () => ({ op: "sample", salt: "a", start: 0, end: 1_000 })),
];
