// A campaign's days in the brand's zone. On the wire: its first instant, and the first instant after it.
import { day, NONE } from "@/i18n/format";
import { t } from "@/i18n";
import { dayAfter, dayIn, instantOf } from "@/screens/today/model/times";

export interface Span {
  begins_at?: number | null | undefined;
  ends_at?: number | null | undefined;
}

/** "" where there is none. The last day is within. */
export const firstDay = (one: Span, zone: string): string => (one.begins_at ? dayIn(one.begins_at, zone) : "");
export const lastDay = (one: Span, zone: string): string => (one.ends_at ? dayIn(one.ends_at - 1, zone) : "");

export const beginOf = (text: string, zone: string): number | null => (text ? instantOf(text, 0, zone) : null);
export const endOf = (text: string, zone: string): number | null => (text ? instantOf(dayAfter(text, 1), 0, zone) : null);

/** "Dec 1 – Dec 31"; one of them open; "" when it has none. */
export function daysText(one: Span, zone: string): string {
  const [first, last] = [firstDay(one, zone), lastDay(one, zone)];
  if (!first && !last) return "";
  if (!last) return t("ui.sources.days.from", { first: day(first) });
  if (!first) return t("ui.sources.days.to", { last: day(last) });
  return first === last ? day(first) : `${day(first)} ${NONE} ${day(last)}`;
}
