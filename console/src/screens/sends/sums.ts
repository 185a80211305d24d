// Sums of a send, the colours of its states, and what it may be for. Pure.
import type { Tone } from "@/ui";

export const total = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, n) => sum + n, 0);

const OPEN = ["planned", "submitted", "unknown", "waiting", "confirmed"];
const OUT = ["refused", "cancelled", "expired"];
const of = (counts: Record<string, number>, names: string[]) => names.reduce((sum, name) => sum + (counts[name] ?? 0), 0);

/** Of everybody in the audience: left out, sent, still open, not sent. They add up to `all`. */
export function summed(states: Record<string, number>) {
  const excluded = states["excluded"] ?? 0;
  return { all: total(states), excluded, sent: states["sent"] ?? 0, open: of(states, OPEN), out: of(states, OUT) };
}

/** Reasons of those left out and of those refused together: of one reason there may be both. */
export function added(one: Record<string, number>, more: Record<string, number>): Record<string, number> {
  const sums = { ...one };
  for (const [name, n] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + n;
  return sums;
}

/** States in the order of a send's way; those that nobody is in are left out. */
export function ordered(states: Record<string, number>): [string, number][] {
  return ["sent", ...[...OPEN].reverse(), ...OUT, "excluded"].flatMap((name) => (states[name] ? [[name, states[name]] as [string, number]] : []));
}

const TONES: Record<string, Tone> = {
  draft: "unknown", running: "brand", cancelling: "fading", cancelled: "dead", done: "alive",
  sent: "alive", confirmed: "brand", waiting: "fading", planned: "brand", submitted: "brand", unknown: "unknown", refused: "danger", expired: "dead", excluded: "dead",
};
export const toneOf = (state: string): Tone => TONES[state] ?? "unknown";

/** Bytes of UTF-8, which is how the platform counts a text. */
export const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** What a message may be sent for: the codes under which consent is kept, of which those about data are none; and the one
 * that a draft has. */
export const purposesOf = (known: string[], chosen: string): string[] =>
  [...new Set(["marketing", "service", ...known, chosen])].filter((one) => one === chosen || !["sensitive", "guardian"].includes(one));
