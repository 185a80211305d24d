// Words as people type them, and the places of words in a message. Pure.
import type { TagWords, WordSpan } from "@/app/types";

export const MOST_WORDS = 500;
export const LONGEST = 50;

/** One a line, or between commas of either kind; each once, in order. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[\n,，、;；]+/).map((word) => word.trim()).filter(Boolean))];
}

export type WordsFault = "none" | "many" | "long" | "number";

/** What keeps these words from being looked for; null: nothing. */
export function faultOf(wanted: TagWords): WordsFault | null {
  if (wanted.words.length === 0) return "none";
  if (wanted.words.length > MOST_WORDS || wanted.exclude.length > MOST_WORDS) return "many";
  if ([...wanted.words, ...wanted.exclude].some((word) => [...word].length > LONGEST)) return "long";
  const whole = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  return whole(wanted.min_hits, 100) && whole(wanted.window_days, 3650) ? null : "number";
}

export interface Piece {
  text: string;
  span: WordSpan | null;
}

/** A message cut at its words. Places count code points: an emoji before a word is one, not two. */
export function pieces(text: string, spans: WordSpan[]): Piece[] {
  const points = [...text];
  const cut = (from: number, to: number) => points.slice(from, to).join("");
  const found: Piece[] = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start < at || span.end <= span.start) continue; // inside one that is marked already
    if (span.start > at) found.push({ text: cut(at, span.start), span: null });
    found.push({ text: cut(span.start, span.end), span });
    at = span.end;
  }
  if (at < points.length) found.push({ text: cut(at, points.length), span: null });
  return found;
}
