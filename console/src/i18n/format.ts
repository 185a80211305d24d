// Numbers, days and times in the current language; the same rules as yutang/insight/wording.py. Absent is "–".
import { lang, t, TAG } from ".";
import { plain } from "./fill";

export const NONE = "–";
let zone: string | undefined;

/** The brand's time zone: instants are shown in it, wherever the reader sits. */
export function setZone(name: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    zone = name;
  } catch {
    zone = undefined;
  }
}

let ahead = 0; // of this browser's clock, ms

/** The server's time: the simulated tenant has one of its own, and no visitor's clock need be right. */
export function setClock(at: number): void {
  ahead = at - Date.now();
}

/** Now, by the server's clock (ms). */
export function clock(): number {
  return Date.now() + ahead;
}

/** 1,234 up to 9,999, decimals only below 100; then three digits: 1.23 万, 3.4 亿 or, in English, 12.3k. */
export function number(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  const size = Math.abs(value);
  if (size < 10_000) return minus(size < 100 ? plain(value) : plain(Math.round(value)));
  const units: [number, string][] =
    lang() === "zh" ? [[1e8, " 亿"], [1e4, " 万"]] : [[1e9, "B"], [1e6, "M"], [1e3, "k"]];
  const [unit, word] = units.find(([from]) => size >= from) ?? [1, ""];
  const scaled = value / unit;
  const places = Math.abs(scaled) < 9.995 ? 2 : Math.abs(scaled) < 99.95 ? 1 : 0;
  return minus(scaled.toLocaleString("en-US", { maximumFractionDigits: places })) + word;
}

/** +12, −3, 0 */
export function signed(value: number | null | undefined): string {
  return value !== null && value !== undefined && value > 0 ? `+${number(value)}` : number(value);
}

/** A share 0 … 1 as a whole percentage; the ends are never rounded to certainty. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return NONE;
  if (share > 0 && share < 0.01) return "<1%";
  if (share > 0.99 && share < 1) return ">99%";
  return `${Math.round(share * 100)}%`;
}

/** Integer cents: ¥1,234 (whole yuan). */
export function money(cents: number | null | undefined): string {
  return cents === null || cents === undefined ? NONE : `¥${number(Math.round(cents / 100))}`;
}

export function hours(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  return t("unit.hours", { n: value < 100 ? Math.round(value * 10) / 10 : Math.round(value) });
}

export function days(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : t("unit.days", { n: Math.round(value * 10) / 10 });
}

/** Days of silence: today, 3 d. */
export function silence(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : value <= 0 ? t("unit.today") : days(value);
}

/** Seconds: 45 s, 3 min, 2 h 5 min, 3 d. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return NONE;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return t("ui.unit.seconds", { n: whole });
  if (whole < 3600) return t("ui.unit.minutes", { n: Math.round(whole / 60) });
  if (whole >= 86_400) return days(whole / 86_400);
  const minutes = Math.round((whole % 3600) / 60);
  const hour = t("unit.hours", { n: Math.floor(whole / 3600) });
  return minutes && minutes < 60 ? `${hour} ${t("ui.unit.minutes", { n: minutes })}` : hour;
}

/** An instant (ms) as people say it: just now, 5 minutes ago, yesterday, in 2 hours. */
export function relative(at: number | null | undefined, now = clock()): string {
  if (at === null || at === undefined) return NONE;
  const seconds = (at - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return t("ui.unit.now");
  const steps: [number, Intl.RelativeTimeFormatUnit][] =
    [[60, "minute"], [3600, "hour"], [86_400, "day"], [7 * 86_400, "week"], [30 * 86_400, "month"], [365 * 86_400, "year"]];
  const [step, unit] = steps.findLast(([from]) => size >= from) ?? [60, "minute"];
  return new Intl.RelativeTimeFormat(TAG[lang()], { numeric: "auto" }).format(Math.round(seconds / step), unit);
}

/** An instant (ms) in the brand's zone: Nov 22, 14:03; with the year when it is another. */
export function instant(at: number | null | undefined, weekday = false): string {
  if (at === null || at === undefined) return NONE;
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return written(new Date(at), zone, weekday ? { ...time, weekday: "short" } : time);
}

/** A day "YYYY-MM-DD": Nov 22, Sun; with the year when it is another. */
export function day(value: string | null | undefined, weekday = false): string {
  if (!value) return NONE;
  const parsed = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) ? value : written(parsed, "UTC", weekday ? { weekday: "short" } : {});
}

/** The day of an instant (ms) in the brand's zone: "YYYY-MM-DD". */
export function dayOf(at: number): string {
  return new Intl.DateTimeFormat("en-CA", options(zone, { year: "numeric", month: "2-digit", day: "2-digit" })).format(at);
}

export function bytes(value: number): string {
  const units = ["B", "KB", "MB", "GB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${plain(value / 1000 ** step)} ${units[step]}`;
}

function written(value: Date, timeZone: string | undefined, more: Intl.DateTimeFormatOptions): string {
  const year = (at: Date) => new Intl.DateTimeFormat("en", options(timeZone, { year: "numeric" })).format(at);
  const other = year(value) === year(new Date()) ? {} : { year: "numeric" as const };
  const parts = options(timeZone, { month: "short", day: "numeric", ...other, ...more });
  return new Intl.DateTimeFormat(TAG[lang()], parts).format(value);
}

function options(timeZone: string | undefined, more: Intl.DateTimeFormatOptions): Intl.DateTimeFormatOptions {
  return timeZone ? { timeZone, ...more } : more;
}

function minus(text: string): string {
  return text.replace("-", "−");
}
