// Segments in words.
import type { SamplePerson, SegmentRow } from "@/app/types";
import { t, tk, type Params } from "@/i18n";
import { day, dayOf, money, number, relative } from "@/i18n/format";
import type { Tone } from "@/ui";
import { lineOf, nodeAt, plain, type Rule, type Telling } from "./model";

export const KIND_TONES: Record<SegmentRow["kind"], Tone> = { dynamic: "alive", frozen: "forming", uploaded: "dormant" };

/** When and with what result it was last swept. */
export function sweptText(row: SegmentRow, now = Date.now()): string {
  if (row.kind !== "dynamic") return t("ui.segments.fixed");
  if (row.swept_at === null) return t("ui.segments.swept.never");
  return row.current ? relative(row.swept_at, now) : t("ui.segments.swept.older", { ago: relative(row.swept_at, now) });
}

export function errorText(row: SegmentRow): string {
  if (!row.error) return "";
  const params = row.error.params as Params;
  return tk(row.error.code, params, tk(`error.${row.error.code}`, params, row.error.code));
}

const isTime = (name: string) => name.endsWith("_at") || name === "since" || name === "until";

/** What the conditions found of somebody: "4 times, last on Nov 3". */
export function foundText(person: SamplePerson, rule: Rule, told: Telling): string {
  const said = Object.entries(person.values).flatMap(([at, values]) => {
    const node = nodeAt(rule, lineOf(rule, at).path);
    const leaf = node && plain(node)?.leaf;
    const cents = leaf?.op === "spending" ? leaf.measure !== "orders" : leaf?.op === "amount" ? leaf.fact.kind.startsWith("order.") : leaf?.op === "number" && told.names.attributes.some((one) => one.code === leaf.attribute && one.type === "money");
    return Object.entries(values).filter(([, value]) => value !== null).slice(0, 2).map(([name, value]) => {
      const shown = typeof value !== "number" ? String(value) : isTime(name) ? day(dayOf(value)) : cents && name !== "count" && name !== "orders" ? money(value) : number(value);
      return tk(`ui.segments.found.${name}`, { value: shown, n: typeof value === "number" ? value : null }, shown);
    });
  });
  return [...new Set(said)].slice(0, 3).join(t("ui.segments.found.and"));
}
