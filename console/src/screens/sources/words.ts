// How codes are said.
import type { CodeView, HourSpan } from "@/app/types";
import { named, t } from "@/i18n";
import { NONE, number, percent } from "@/i18n/format";
import type { Tone } from "@/ui";

const TONES: Record<CodeView["state"], Tone> = {
  making: "forming", live: "alive", ending: "dormant", ended: "dead", failed: "danger", lost: "danger",
};

/** Nothing happens to it here; one that is over needs nobody. */
export const idle = (one: CodeView): CodeView["unserved"] => (one.state === "ended" ? null : one.unserved);

export const toneOf = (one: CodeView): Tone => (one.alarm || idle(one) ? "danger" : TONES[one.state]);

export const stateWord = (one: CodeView): string => {
  if (one.alarm) return t("ui.sources.alarm");
  return idle(one) ? t("ui.sources.unserved") : named("code.state", one.state);
};

export const alarmText = (one: CodeView): string =>
  one.alarm ? named("code.alarm", one.alarm.code, one.alarm.params as Record<string, string | number>) : "";

export const troubleText = (one: CodeView): string =>
  one.trouble ? named("code.trouble", one.trouble.code, one.trouble.params as Record<string, string | number>) : "";

/** "150 / 200": who sit in a group, of those it takes. */
export const fullText = (one: CodeView, seat: CodeView["seats"][number]): string =>
  seat.members === null ? NONE : t("ui.sources.of", { n: number(seat.members), all: number(one.full_at) });

/** "36 / 80", or only the first where nothing bounds it. */
export function roomText(one: CodeView): string {
  return one.room === null ? number(one.today) : t("ui.sources.of", { n: number(one.today), all: number(one.today + one.room) });
}

export const share = (part: number, whole: number): string => (whole === 0 ? NONE : percent(part / whole));

/** 9 * 60 → "09:00"; the day's end is 24:00. */
export const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** "9:30" → 570; undefined: no time of the day. */
export function minuteOf(text: string): number | undefined {
  const found = /^([01]?\d|2[0-4]):([0-5]\d)$/.exec(text.trim());
  if (!found) return undefined;
  const minute = Number(found[1]) * 60 + Number(found[2]);
  return minute <= 1440 ? minute : undefined;
}

export function hoursText(spans: HourSpan[]): string {
  if (spans.length === 0) return t("ui.sources.always");
  return spans.map((one) => t("ui.sources.span", {
    days: one.days.length === 7 ? t("ui.sources.daily") : one.days.map((day) => named("ui.sources.day", String(day))).join(" "),
    since: clockText(one.since), until: clockText(one.until),
  })).join(" · ");
}
