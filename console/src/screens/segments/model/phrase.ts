// A condition as people read it: text, and between it the parts that can be changed, each knowing its place in the rule
// and what the condition becomes when it is changed. Word order is the language's: templates of the locales. Pure.
import { t, tk, type Key } from "@/i18n";
import { calledBy, listed, type Names, type Option, type Vocabulary } from "./names";

interface Base {
  /** Behind the condition's own place, as faults say it: ".window.days". */
  at: string;
  /** What it says in a sentence; "" is left out there. */
  text: string;
  /** What it is, for screen readers and over the field. */
  label: string;
  /** Nothing is chosen yet, and something must be. */
  missing?: boolean;
}
interface Pick<T> extends Base { kind: "pick"; value: string; options: Option[]; search?: boolean; set: (value: string) => T }
interface Many<T> extends Base { kind: "many"; value: (string | number)[]; of: Vocabulary; options?: Option[]; set: (value: (string | number)[]) => T }
interface Figure<T> extends Base { kind: "number"; value: number | null; unit: "plain" | "money"; set: (value: number | null) => T }
interface Words<T> extends Base { kind: "text"; value: string; set: (value: string) => T }
interface Day<T> extends Base { kind: "day"; value: string | null; set: (value: string) => T }
interface Add<T> extends Base { kind: "add"; options: Option[]; set: (value: string) => T }
interface Drop<T> extends Base { kind: "drop"; set: () => T }
export type Bit<T> = Pick<T> | Many<T> | Figure<T> | Words<T> | Day<T> | Add<T> | Drop<T>;
export type Phrase<T> = (string | Bit<T>)[];

/** The template of a key with its places taken by parts; a place without a part disappears. */
export function weave<T>(key: string, slots: Record<string, Phrase<T> | Bit<T> | undefined>): Phrase<T> {
  const found: Phrase<T> = [];
  for (const [n, piece] of tk(key).split(/\{(\w+)\}/).entries()) {
    const slot = n % 2 === 0 ? piece : slots[piece];
    if (Array.isArray(slot)) found.push(...slot);
    else if (slot) found.push(slot);
  }
  return found;
}

/** Parts of a part, as parts of the whole. */
export function lift<A, B>(phrase: Phrase<A>, at: string, put: (part: A) => B): Phrase<B> {
  return phrase.map((bit) => {
    if (typeof bit === "string") return bit;
    const set = (value: never) => put((bit.set as (value: never) => A)(value));
    return { ...bit, at: at + bit.at, set } as unknown as Bit<B>;
  });
}

// Fields stand apart on the screen; in a sentence there is no space between two Chinese characters or signs.
const BETWEEN_HAN = /(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”]) (?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”])/g;

/** As plain text. */
export function sentence<T>(phrase: Phrase<T>): string {
  const text = phrase.map((bit) => (typeof bit === "string" ? bit : bit.text)).join("");
  return text.replaceAll(/\s+/g, " ").replaceAll(/ ([,.)，。）])/g, "$1").replaceAll(BETWEEN_HAN, "").trim();
}

export const bits = <T>(phrase: Phrase<T>): Bit<T>[] => phrase.filter((bit) => typeof bit !== "string");

export const isFinished = <T>(phrase: Phrase<T>): boolean => !bits(phrase).some((bit) => bit.missing);

/** The part that a fault is about: the one whose place is the longest beginning of it. */
export function bitOf<T>(phrase: Phrase<T>, rest: string): Bit<T> | undefined {
  return bits(phrase)
    .filter((bit) => bit.kind !== "add" && bit.kind !== "drop" && (rest === bit.at || rest.startsWith(`${bit.at}.`) || rest.startsWith(`${bit.at}[`)))
    .sort((a, b) => b.at.length - a.at.length || Number(b.kind === "number") - Number(a.kind === "number"))[0];
}

/** One of a few words: codes of the locales below `area`. */
export function oneOf<T, V extends string>(area: string, at: string, value: V, codes: readonly V[], set: (value: V) => T): Bit<T> {
  const options = codes.map((code) => ({ value: code, label: tk(`${area}.${code}`) }));
  return { kind: "pick", at, value, options, set: (next) => set(next as V), label: tk(`${area}`, {}, t("ui.rule.part")), text: tk(`${area}.${value}`, {}, value) };
}

/** One of a list. `value` "" or null: none yet. */
export function pickOf<T>(of: Vocabulary, at: string, value: string | number | null, options: Option[], names: Names, set: (value: string) => T): Bit<T> {
  const none = value === null || value === "" || value === 0;
  const label = t(`ui.rule.label.${of}` as Key);
  const known = options.some((one) => one.value === String(value));
  const all = none || known ? options : [{ value: String(value), label: calledBy(of, value, names) }, ...options];
  return {
    kind: "pick", at, value: none ? "" : String(value), options: all, search: true, set, label, missing: none,
    text: none ? t("ui.rule.choose", { what: label }) : calledBy(of, value, names),
  };
}

/** Some of a list. `any`: what an empty list says, where that is allowed. */
export function manyOf<T>(of: Vocabulary, at: string, value: (string | number)[] | undefined, names: Names, set: (value: (string | number)[]) => T, any?: Key, options?: Option[]): Bit<T> {
  const told = value ?? [];
  const label = t(`ui.rule.label.${of}` as Key);
  const called = told.map((one) => options?.find((option) => option.value === String(one))?.label ?? calledBy(of, one, names));
  const text = told.length > 0 ? listed(called) : any ? t(any) : t("ui.rule.choose", { what: label });
  return { kind: "many", at, value: told, of, set, label, text, missing: told.length === 0 && !any, ...(options ? { options } : {}) };
}
