// Segments in words.
import type { SamplePerson, SegmentRow } from "@/app/types";
import { named, t, tk, type Params } from "@/i18n";
import { clock, day, dayOf, number, relative } from "@/i18n/format";
import type { Tone } from "@/ui";
import { lineOf, nodeAt, plain, type Rule, type Telling, yuan } from "./model";

export const KIND_TONES: Record<SegmentRow["kind"], Tone> = { dynamic: "alive", frozen: "forming", uploaded: "dormant" };

/** When and with what result it was last swept. */
export function sweptText(row: SegmentRow, now = clock()): string {
  if (row.kind !== "dynamic") return t("ui.segments.fixed");
  if (row.swept_at === null) return t("ui.segments.swept.never");
  return row.current ? relative(row.swept_at, now) : t("ui.segments.swept.older", { ago: relative(row.swept_at, now) });
}

/** "+12 / −3"; what is none is left out. */
export function movedText({ entered, left }: Pick<SegmentRow, "entered" | "left">): string {
  return [entered > 0 && `+${number(entered)}`, left > 0 && `−${number(left)}`].filter(Boolean).join(" / ") || "0";
}

export function errorText(row: SegmentRow): string {
  if (!row.error) return "";
  const params = row.error.params as Params;
  return tk(row.error.code, params, tk(`error.${row.error.code}`, params, row.error.code));
}

const isTime = (name: string) => name.endsWith("_at") || name === "since" || name === "until";

/** What one condition found: "4 times, last on Nov 3". */
export function numbersText(values: Record<string, number | string | null>, rule: Rule, told: Telling): string {
  return saidOf(values, rule, told).join(t("ui.segments.found.and"));
}

/** What the conditions found of somebody, the first few of it. */
export function foundText(person: SamplePerson, rule: Rule, told: Telling): string {
  const all = Object.entries(person.values).flatMap(([at, values]) => saidOf(values, nodeAt(rule, lineOf(rule, at).path), told).slice(0, 2));
  return [...new Set(all)].slice(0, 3).join(t("ui.segments.found.and"));
}

const CENTS = new Set(["spent", "refunded", "average"]);

function saidOf(values: Record<string, number | string | null>, node: Rule | undefined, { names }: Telling): string[] {
  const leaf = node && plain(node)?.leaf;
  const money = leaf?.op === "amount" ? leaf.fact.kind.startsWith("order.")
    : leaf?.op === "number" && names.attributes.some((one) => one.code === leaf.attribute && one.type === "money");
  return Object.entries(values).filter(([, value]) => value !== null).map(([name, value]) => {
    const cents = CENTS.has(name) || (money && (name === "amount" || name === "total" || name === "number"));
    const shown = typeof value !== "number" ? String(value) : isTime(name) ? day(dayOf(value)) : name === "stage" ? named("stage", names.stages[value - 1] ?? String(value))
      : name === "tie" ? named("tie", names.ties[value] ?? String(value)) : cents ? yuan(value) : number(value);
    return t("ui.segments.found", { name: named("rule_number", name), value: shown });
  });
}
