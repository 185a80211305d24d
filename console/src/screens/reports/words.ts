// Summaries and deliveries in words.
import type { DeliveryView, DigestEntry, Reason } from "@/app/types";
import { named, t, tk, type Params } from "@/i18n";
import { clock, day, instant, relative } from "@/i18n/format";

export function sentenceOf(said: Reason): string {
  const { since, ...rest } = said.params as Params;
  return named("digest.sentence", said.code, { ...rest, since: typeof since === "string" ? day(since) : "" });
}

/** "Daily check-up summary · Nov 21" */
export function titleOf(entry: Pick<DigestEntry, "period" | "as_of">): string {
  return t("ui.digests.title_of", { title: named("digest.title", entry.period), day: day(entry.as_of) });
}

/** What became of a delivery, and why. */
export function errorOf(one: DeliveryView): string {
  return one.error ? tk(`webhook.error.${one.error}`, { status: one.status }, one.error.replaceAll("_", " ")) : "";
}

/** What comes next, or when it ended. */
export function thenOf(one: DeliveryView): string {
  if (one.state === "waiting") return one.next_at && one.next_at > clock() ? t("ui.digests.hooks.again", { at: relative(one.next_at) }) : t("ui.digests.hooks.soon");
  return instant(one.ended_at);
}

export function eventOf(event: string): string {
  return named("ui.digests.event", event);
}
