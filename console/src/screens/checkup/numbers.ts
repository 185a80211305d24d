// One door for the formats that this screen uses.
export { day, days, hours, instant, money, NONE, number, percent, relative, signed, silence } from "@/i18n/format";

/** At most one decimal. */
export function plain(value: number): number {
  return Math.abs(value) >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
}
