// When a put-off task comes back: hours and days of the brand's zone, wherever the reader sits. Pure.
const HOUR = 3_600_000;
const MORNING = 9;
const EVENING = 18;

export interface Choice {
  id: "hour" | "evening" | "tomorrow" | "monday";
  at: number;
}

/** How far the zone is ahead of UTC at an instant, in ms. */
function offset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric",
    minute: "numeric", second: "numeric",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const there = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return there - Math.floor(at / 1000) * 1000;
}

/** The day "YYYY-MM-DD" it is in the zone. */
export function dayIn(at: number, zone: string): string {
  return new Date(at + offset(at, zone)).toISOString().slice(0, 10);
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10);
}

/** The instant at which clocks of the zone show this hour of this day. Asked twice: the first guess may lie on the
 * other side of a change of clocks. */
export function instantOf(day: string, hour: number, zone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`) + hour * HOUR;
  const guess = wanted - offset(wanted, zone);
  return wanted - offset(guess, zone);
}

/** That morning: a day chosen by hand. */
export function morningOf(day: string, zone: string): number {
  return instantOf(day, MORNING, zone);
}

/** What is offered now: no evening when it is about to begin, no Monday when that is tomorrow. */
export function choices(now: number, zone: string): Choice[] {
  const today = dayIn(now, zone);
  const evening = instantOf(today, EVENING, zone);
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  const toMonday = (8 - weekday) % 7 || 7;
  const all: (Choice | false)[] = [
    { id: "hour", at: now + HOUR },
    evening - now >= HOUR && { id: "evening", at: evening },
    { id: "tomorrow", at: morningOf(dayAfter(today, 1), zone) },
    toMonday > 1 && { id: "monday", at: morningOf(dayAfter(today, toMonday), zone) },
  ];
  return all.filter((one) => one !== false);
}
