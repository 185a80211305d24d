// Codes of the check-up in words. Numbers get this language's format.
import { has, named, t, tk } from "@/i18n";
import { day, number, plain } from "./numbers";
import type { Decision, GroupRow, Reason, Totals } from "@/app/types";
import { NOTHING, type ListName } from "./model/view";

/** Advice that can be accepted: it makes a task. */
export const ACTS = ["stop", "merge", "revive"];

export function acts(row: Pick<GroupRow, "advice">): boolean {
  return ACTS.includes(row.advice);
}

/** What accepting does, as the name of a button: "Start a 7-day revival". */
export function actOf(advice: string): string {
  return tk(`ui.checkup.act.${advice}`, {}, t("ui.checkup.act.other"));
}

export function valueWord(name: ListName, value: string): string {
  if (name === "state" || name === "advice") return named(name, value);
  if (name === "decision") return named("ui.checkup.decision", value);
  return value === NOTHING ? t(`ui.checkup.none.${name}`) : value;
}

export function decisionLine(decision: Decision): string {
  if (decision.kind === "snoozed") return t("ui.checkup.snoozed_until", { day: day(decision.until) });
  return named("ui.checkup.decision", decision.kind);
}

/** The verdict in one sentence. The server names it by a code; the counts are in its parameters. */
export function verdict(sentence: Reason, groups: number): string {
  const code = sentence.code.replace(/^(report\.)?verdict\./, "");
  const params = { n: groups, groups, ...sentence.params };
  for (const key of [`report.verdict.${code}`, `verdict.${code}`]) if (has(key)) return tk(key, params);
  return t("ui.checkup.verdict", { n: number(groups) });
}

export function move(code: string | null): string | null {
  return code ? tk(`move.${code}`, {}, "") || null : null;
}

export function minutes(value: number | null): string {
  if (value === null) return "–";
  if (value < 1) return t("ui.checkup.minute_less");
  return value < 120 ? t("ui.checkup.minutes", { n: plain(value) }) : t("unit.hours", { n: plain(value / 60) });
}

/** What could be done about it: "143 can be stopped and 60 guided into another group, which frees 95 hours a week." */
export function then(totals: Totals): string {
  const [stop, merge] = [totals.advice["stop"] ?? 0, totals.advice["merge"] ?? 0];
  if (stop + merge === 0) return "";
  const gain = Math.round(totals.hours_freed_per_week);
  const freed = gain > 0 ? t("report.then.freed", { n: gain }) : "";
  const key = stop && merge ? "both" : stop ? "stop" : "merge";
  return t(`report.then.${key}`, { stop, merge, freed });
}
