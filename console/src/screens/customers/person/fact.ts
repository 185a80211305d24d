// One fact of the timeline in words.
import type { AttributeDefinition, TimelineItem } from "@/app/types";
import { named, t, tk } from "@/i18n";
import { day, dayOf, instant, NONE } from "@/i18n/format";
import { attributeName } from "@/screens/attributes/words";
import { exact } from "../model/values";
import { sentenceKey } from "../model/facts";
import { platformName, sourceWord, valueText } from "../words";

/** Definitions of attributes by their code. */
export type Attributes = ReadonlyMap<string, AttributeDefinition>;

type Details = Record<string, unknown>;

const text = (details: Details, name: string): string => {
  const value = details[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};

/** "Joined “…”", "Ordered for ¥288". */
export function factLine(item: TimelineItem, attributes: Attributes): string {
  const key = `ui.customers.fact.${sentenceKey(item)}`;
  return tk(key, {
    of: ofName(item, attributes), group: item.group?.name ?? item.group?.id ?? NONE, staff: item.staff?.name ?? NONE, money: moneyOf(item),
    channel: item.channel ? named("ui.customers.channel", item.channel) : t("ui.customers.channel.all"),
    value: attributeValue(item, attributes), by: text(item.details, "by") || (item.staff?.name ?? NONE),
    before: stageName(text(item.details, "before")), status: text(item.details, "status") || NONE,
  }, item.kind.replaceAll(/[._]/g, " "));
}

const stageName = (code: string) => (code ? named("stage", code) : NONE);

/** Money stands in the amount, as cents; everything else as it was said. */
function attributeValue({ of, amount, details }: TimelineItem, attributes: Attributes): string {
  const type = attributes.get(of?.name ?? "")?.type ?? null;
  return valueText(type, type === "money" ? amount : details["value"]);
}

function ofName({ kind, of }: TimelineItem, attributes: Attributes): string {
  if (!of) return NONE;
  if (kind === "stage.changed") return stageName(of.name ?? "");
  if (kind.startsWith("consent.")) return named("ui.customers.purpose", of.name ?? "");
  if (kind.startsWith("identity.")) return of.name ? platformName(of.name) : NONE;
  if (kind.startsWith("tag.")) return of.name ?? t("ui.customers.tag.nameless", { id: of.id });
  if (kind === "attribute.set") {
    const definition = attributes.get(of.name ?? "");
    return definition ? attributeName(definition) : (of.name ?? t("ui.customers.attribute.nameless", { id: of.id }));
  }
  return of.name ?? `#${of.id}`;
}

/** Of another currency the figure alone, with its name. */
function moneyOf({ amount, details }: TimelineItem): string {
  if (amount === null) return NONE;
  const currency = text(details, "currency");
  return currency ? `${currency} ${(amount / 100).toFixed(2)}` : exact(amount);
}

/** What else the fact says: items, source, evidence, how long it holds. */
export function moreOf({ kind, details }: TimelineItem, sourceName: (source: string) => string): string {
  const until = details["until_at"];
  const confidence = details["confidence"];
  const source = text(details, "source");
  return [
    text(details, "items"),
    kind === "order.placed" ? text(details, "status") : "",
    source && (/^(tag|attribute)/.test(kind) ? sourceWord(source) : sourceName(source)),
    text(details, "how") && !["added", "transferred"].includes(text(details, "how")) ? text(details, "how") : "",
    text(details, "reason") && named("send.reason", text(details, "reason")),
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
