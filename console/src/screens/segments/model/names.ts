// What a rule may name, and how each is called by people. Pure; texts come from the locales.
import { sourceName } from "@/app/sources";
import type { RuleNames } from "@/app/types";
import { lang, named, tk } from "@/i18n";

export interface Option { value: string; label: string }

/** Lists that a part of a condition picks from. "numbers", "texts": nothing to pick from, they are written. */
export type Vocabulary =
  | "tags" | "tag_sources" | "sources" | "purposes" | "platforms" | "channels" | "traits" | "stages" | "ties" | "states"
  | "advice" | "segments" | "layers" | "attributes" | "groups" | "staff" | "numbers" | "texts";

export interface Names extends RuleNames {
  /** Groups and staff that were looked up so far. */
  groups: ReadonlyMap<number, string>;
  staff: ReadonlyMap<number, string>;
  /** Attributes as the tenant calls them, by code. */
  called: ReadonlyMap<string, string>;
}

export const NOTHING: Names = {
  attributes: [], kinds: [], segments: [], layers: [], tags: [], tag_sources: [], sources: [], live_codes: {}, purposes: [], platforms: [],
  channels: [], traits: [], stages: [], ties: [], states: [], advice: [], groups: new Map(), staff: new Map(), called: new Map(),
};

/** Codes that have a word of their own in the locales. */
const WORDS: Partial<Record<Vocabulary, string>> = {
  tag_sources: "ui.rule.tag_source", platforms: "ui.rule.platform", channels: "ui.rule.channel", traits: "ui.rule.trait",
  stages: "stage", ties: "tie", states: "state", advice: "advice", purposes: "ui.rule.purpose",
};

/** What one of a list is called. */
export function calledBy(of: Vocabulary, value: string | number, names: Names): string {
  if (of === "groups" || of === "staff") return names[of].get(Number(value)) ?? tk(`ui.rule.nameless.${of}`, { id: String(value) });
  if (of === "segments") return names.segments.find((one) => one.id === value)?.name ?? tk("ui.rule.nameless.segments", { id: String(value) });
  if (of === "layers") return names.layers.find((one) => one.id === value)?.name ?? tk("ui.rule.nameless.layers", { id: String(value) });
  if (of === "sources") return sourceName(String(value), names.live_codes);
  if (of === "attributes") return names.called.get(String(value)) ?? String(value).replaceAll("_", " ");
  if (of === "platforms") return tk(`ui.rule.platform.${value}`, {}, named("platform", String(value)));
  const area = WORDS[of];
  return area ? tk(`${area}.${value}`, {}, String(value)) : String(value);
}

/** All that may be picked of a list; groups and staff are searched for instead. */
export function optionsOf(of: Vocabulary, names: Names): Option[] {
  if (of === "numbers" || of === "texts") return [];
  if (of === "groups" || of === "staff") return [...names[of]].map(([id, label]) => ({ value: String(id), label }));
  if (of === "segments" || of === "layers") return names[of].map((one) => ({ value: String(one.id), label: one.name }));
  if (of === "attributes") return names.attributes.map((one) => ({ value: one.code, label: calledBy(of, one.code, names) }));
  return names[of].map((code) => ({ value: code, label: calledBy(of, code, names) }));
}

/** Whether what stands in a rule is an id: then it is a number there. */
export const isId = (of: Vocabulary): boolean => of === "groups" || of === "staff" || of === "segments" || of === "layers" || of === "numbers";

/** Names one after the other; of many the first few and how many more. */
export function listed(texts: string[], most = 4): string {
  const chinese = lang() === "zh";
  const shown = texts.slice(0, most).join(chinese ? "、" : ", ");
  return texts.length > most ? tk("ui.rule.and_more", { list: shown, n: texts.length - most }) : shown;
}
