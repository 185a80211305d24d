// Codes of the check-up in words. Numbers get this language's format.
import { named, t, tk } from "@/i18n";
import { day, plain } from "./numbers";
import type { CheckupView, Decision, GroupRow, Reason } from "@/app/types";
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

/** The verdict in one sentence, and what could be done about it. The server names both by codes. */
export function verdict(summary: CheckupView): string {
  return tk(`sentence.${summary.sentence.code}`, params(summary.sentence), t("ui.checkup.verdict", { n: summary.totals.groups }));
}

export function then(summary: CheckupView): string {
  const { then: next } = summary;
  return next ? tk(`sentence.then.${next.code}`, { ...params(next), hours: plain(Number(next.params["hours"] ?? 0)) }, "") : "";
}

const params = (said: Reason) => said.params as Record<string, string | number>;

export function move(code: string | null): string | null {
  return code ? tk(`move.${code}`, {}, "") || null : null;
}

export function minutes(value: number | null): string {
  if (value === null) return "–";
  if (value < 1) return t("ui.checkup.minute_less");
  return value < 120 ? t("ui.checkup.minutes", { n: plain(value) }) : t("unit.hours", { n: plain(value / 60) });
}
