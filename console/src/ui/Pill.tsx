import type { ReactNode } from "react";
import { named } from "@/i18n";

export type Tone = "alive" | "fading" | "dormant" | "dead" | "forming" | "unknown" | "brand" | "danger";

/** A word in a coloured ground: the state is never colour alone. */
export function Pill({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`pill pill-${tone}`}>{children}</span>;
}

const STATE_TONES: Record<string, Tone> = {
  alive: "alive", fading: "fading", dormant: "dormant", dead: "dead", forming: "forming",
};
const ADVICE_TONES: Record<string, Tone> = { keep: "alive", revive: "fading", merge: "dormant", stop: "danger" };

export function StatePill({ state }: { state: string }) {
  return <Pill tone={STATE_TONES[state] ?? "unknown"}>{named("state", state)}</Pill>;
}

export function AdvicePill({ advice }: { advice: string }) {
  return <Pill tone={ADVICE_TONES[advice] ?? "unknown"}>{named("advice", advice)}</Pill>;
}

/** The fill colour of a state or advice, for tiles and bars (never for text). */
export function fillOf(code: string): string {
  return `var(--${STATE_TONES[code] ?? ADVICE_TONES[code] ?? "unknown"})`;
}
