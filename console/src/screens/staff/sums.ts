// Sums of a hand-over, and the colours of its states. Pure.
import type { HandoverSums, StaffLine } from "@/app/types";
import type { Tone } from "@/ui";

const OPEN = ["planned", "asking", "waiting"];
const NOT = ["refused", "full", "gone", "failed", "cancelled"];
const of = (states: Record<string, number>, names: string[]) => names.reduce((sum, name) => sum + (states[name] ?? 0), 0);

/** all = excluded + done + open + not; movable = all - excluded. */
export function summed({ all, states }: HandoverSums) {
  const excluded = states["excluded"] ?? 0;
  return { all, excluded, movable: all - excluded, done: states["done"] ?? 0, open: of(states, OPEN), not: of(states, NOT) };
}

/** States in the order of their way; those that nobody is in are left out. */
export function ordered(states: Record<string, number>): [string, number][] {
  return ["done", ...[...OPEN].reverse(), ...NOT, "excluded"].flatMap((name) => (states[name] ? [[name, states[name]] as [string, number]] : []));
}

/** Whom nobody got though somebody should have: there is something left to hand over. */
export const rest = (sums: HandoverSums): number => of(sums.states, ["refused", "full", "failed"]) + (sums.excluded["no_room"] ?? 0);

/** Why some were not handed over: by state, and of those whom WeCom refused by reason, none of them twice. */
export function whyNot({ states, failed }: HandoverSums): { state: string; n: number; reasons: [string, number][] }[] {
  const gone = (states["gone"] ?? 0) - (failed["erased"] ?? 0);
  const others: Record<string, number> = { erased: failed["erased"] ?? 0, no_room: states["full"] ?? 0, no_relation: gone };
  const reasons = Object.entries(failed).map(([code, n]): [string, number] => [code, n - (others[code] ?? 0)]).filter(([, n]) => n > 0);
  return NOT.flatMap((state) => (states[state] ? [{ state, n: states[state], reasons: state === "failed" ? reasons : [] }] : []));
}

/** The departments that somebody is in, by name. */
export const departmentsOf = (rows: Pick<StaffLine, "department">[]): string[] =>
  [...new Set(rows.flatMap((row) => row.department ?? []))].sort((a, b) => a.localeCompare(b));

const TONES: Record<string, Tone> = {
  draft: "unknown", running: "brand", cancelled: "dead", active: "alive", left: "danger", unseated: "unknown",
  done: "alive", waiting: "fading", planned: "brand", asking: "brand", refused: "danger", full: "danger", failed: "danger", gone: "dead", excluded: "dead",
};
export const toneOf = (state: string): Tone => TONES[state] ?? "unknown";
