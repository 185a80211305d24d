// One fact of the timeline in words.
import type { TimelineItem } from "@/app/types";
import { has, named, t, tk } from "@/i18n";
import { day, dayOf, instant, money, NONE } from "@/i18n/format";
import { sentenceKey } from "../model/facts";
import { valueText } from "../words";

type Details = Record<string, unknown>;

const text = (details: Details, name: string): string => {
  const value = details[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};

/** "Joined “…”", "Ordered for ¥288". */
export function factLine(item: TimelineItem): string {
  const key = `ui.customers.fact.${sentenceKey(item)}`;
  return tk(key, {
    of: ofName(item), group: item.group?.name ?? item.group?.id ?? NONE, staff: item.staff?.name ?? NONE, money: moneyOf(item),
    channel: item.channel ? named("ui.customers.channel", item.channel) : t("ui.customers.channel.all"),
    value: valueText(null, item.details["value"]), by: text(item.details, "by") || (item.staff?.name ?? NONE),
    before: stageName(text(item.details, "before")), status: text(item.details, "status") || NONE,
  }, item.kind.replaceAll(/[._]/g, " "));
}

const stageName = (code: string) => (code ? named("stage", code) : NONE);

function ofName({ kind, of }: TimelineItem): string {
  if (!of) return NONE;
  if (kind === "stage.changed") return stageName(of.name ?? "");
  if (kind.startsWith("consent.")) return named("ui.customers.purpose", of.name ?? "");
  if (kind.startsWith("identity.")) return of.name ? named("platform", of.name) : NONE;
  if (kind.startsWith("tag.")) return of.name ?? t("ui.customers.tag.nameless", { id: of.id });
  return of.name ?? `#${of.id}`;
}

/** Of another currency the figure alone, with its name. */
function moneyOf({ amount, details }: TimelineItem): string {
  if (amount === null) return NONE;
  const currency = text(details, "currency");
  return currency ? `${currency} ${(amount / 100).toFixed(2)}` : money(amount);
}

/** What else the fact says: items, source, evidence, how long it holds. */
export function moreOf({ kind, details }: TimelineItem): string {
  const until = details["until_at"];
  const confidence = details["confidence"];
  const source = text(details, "source");
  return [
    text(details, "items"),
    kind === "order.placed" ? text(details, "status") : "",
    source && (kind.startsWith("tag.") && has(`ui.customers.tag_source.${source}`) ? named("ui.customers.tag_source", source) : source),
    text(details, "how") && !["added", "transferred"].includes(text(details, "how")) ? text(details, "how") : "",
    text(details, "remark") && t("ui.customers.remark", { remark: text(details, "remark") }),
    text(details, "notice") && t("ui.customers.consent.notice", { version: text(details, "notice") }),
    typeof confidence === "number" && confidence < 100 ? t("ui.customers.confidence", { share: `${confidence}%` }) : "",
    typeof until === "number" ? t("ui.customers.until_day", { day: day(dayOf(until)) }) : "",
    text(details, "evidence") && t("ui.customers.fact.evidence", { text: text(details, "evidence") }),
  ].filter(Boolean).join(" · ");
}

/** The hour and minute in the brand's zone: the day stands above. */
export function timeOf(at: number): string {
  return /\d{1,2}:\d{2}/.exec(instant(at))?.[0] ?? "";
}
