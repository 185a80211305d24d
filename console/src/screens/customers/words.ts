// Codes of customers in words.
import { named, t, tk } from "@/i18n";
import { day, dayOf, number, percent } from "@/i18n/format";
import type { BorneTag, CustomerContact, CustomerOwner, CustomerTag } from "@/app/types";
import type { Tone } from "@/ui";
import { exact, type Value } from "./model/values";

const STAGE_TONES: Record<string, Tone> = {
  stranger: "unknown", aware: "forming", interacting: "dormant", buying: "alive", repeat: "brand", at_risk: "fading", lost: "dead",
};

export const stageTone = (stage: string): Tone => STAGE_TONES[stage] ?? "unknown";

/** A name, or a stand-in for those who never gave one. */
export const nameOf = (one: { name: string; id: string }): string => one.name.trim() || t("ui.customers.nameless", { id: one.id });

export const tagOf = (tag: Pick<CustomerTag, "id" | "name">): string => tag.name ?? t("ui.customers.tag.nameless", { id: tag.id });

/** Its own name, without the group's: where the group is plain or there is no room. */
export const tagShort = (tag: Pick<CustomerTag, "id" | "name">): string => tag.name?.split("/").slice(1).join("/") || tagOf(tag);

/** Where a tag came from, how sure, whose relation has it, from when to when. */
export function tagLine(tag: BorneTag & Partial<Pick<CustomerTag, "staff">>): string {
  return [
    named("ui.customers.tag_source", tag.source),
    tag.confidence < 100 ? t("ui.customers.confidence", { share: percent(tag.confidence / 100) }) : "",
    tag.staff ? t("ui.customers.tag.of_staff", { name: tag.staff.name ?? `#${tag.staff.id}` }) : "",
    t("ui.customers.from_day", { day: day(dayOf(tag.since_at)) }),
    tag.until_at !== null ? t("ui.customers.until_day", { day: day(dayOf(tag.until_at)) }) : "",
  ].filter(Boolean).join(" · ");
}

export const ownerName = (owner: CustomerOwner | null): string =>
  owner === null ? t("ui.customers.owner.none") : (owner.staff?.name ?? (owner.staff ? `#${owner.staff.id}` : t("ui.customers.owner.open")));

export const ownerWhy = (owner: CustomerOwner): string => named("owner_why", owner.why);

/** A contact as it may be shown: masked ones are read out as such. */
export const contactKind = (contact: CustomerContact): string => t(`ui.customers.contact.${contact.kind}`);

/** A platform's name; phones and e-mails are accounts too. */
export const platformName = (platform: string): string =>
  platform === "phone" || platform === "email" ? t(`ui.customers.contact.${platform}`) : named("platform", platform);

/** A value of an attribute as people read it. */
export function valueText(type: string | null, value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) return value.map(String).join(t("table.comma"));
  if (type === "money" && typeof value === "number") return exact(value);
  if (type === "number" && typeof value === "number") return number(value);
  if (type === "date" && typeof value === "string") return day(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Where a tag or a value came from: a code of ours, or a name that an import brought. */
export const sourceWord = (source: string): string => named("ui.customers.tag_source", source);

/** What is wrong with a typed value. */
export const wrongValue = (type: string, value: Value | null | undefined): string | undefined =>
  value === undefined ? tk(`ui.attributes.wrong.${type}`, {}, t("ui.error.field")) : undefined;
