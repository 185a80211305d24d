// The timeline: which kinds of facts stand together in its filter, and what a fact says, as codes. Pure.
import type { TimelineItem } from "@/app/types";

/** Filters of the timeline, and the kinds of facts each lets through. */
export const KINDS = {
  messages: ["message.sent", "message.recalled", "chat.started"],
  orders: ["order.placed", "order.refunded", "order.changed"],
  groups: ["group.joined", "group.left"],
  relations: ["relation.begun", "relation.ended"],
  tags: ["tag.added", "tag.removed"],
  notes: ["note.written", "note.withdrawn"],
  consents: ["consent.given", "consent.withdrawn"],
  touches: ["touch.proposed", "touch.sent", "touch.refused", "touch.liked", "touch.commented"],
  standing: ["stage.changed", "tier.changed", "segment.entered", "segment.left"],
  profile: ["attribute.set", "identity.seen", "identity.linked", "identity.parted", "member.seen"],
} as const;
export type KindGroup = keyof typeof KINDS;
export const GROUPS = Object.keys(KINDS) as KindGroup[];

export function readKinds(address: URLSearchParams): KindGroup[] {
  return GROUPS.filter((group) => address.getAll("kind").includes(group));
}

export const kindsOf = (groups: KindGroup[]): string[] => groups.flatMap((group) => [...KINDS[group]]);

/** To which filter a fact belongs, for its mark. */
export function groupOf(kind: string): KindGroup | null {
  return GROUPS.find((group) => (KINDS[group] as readonly string[]).includes(kind)) ?? null;
}

/** The key of a fact's sentence: some kinds say different things by where they happened, or by what they hold. */
export function sentenceKey(item: Pick<TimelineItem, "kind" | "group" | "staff" | "of" | "details">): string {
  const { kind, group, staff, of, details } = item;
  if (kind === "message.sent") return group ? "message.sent.group" : staff ? "message.sent.staff" : kind;
  if (kind === "message.recalled") return group ? "message.recalled.group" : kind;
  if (kind === "attribute.set") return details["value"] === undefined ? "attribute.cleared" : kind;
  if (kind === "tag.added" || kind === "tag.removed") return staff ? `${kind}.staff` : kind;
  if (kind === "relation.begun") return details["how"] === "transferred" ? "relation.begun.transferred" : kind;
  if (kind === "relation.ended" && typeof details["cause"] === "string") return `relation.ended.${details["cause"]}`;
  if (kind === "stage.changed") return details["before"] ? kind : "stage.begun";
  if (kind === "tier.changed") return of?.name ? kind : "tier.none";
  if (kind === "note.written" && details["withdrawn"]) return "note.gone";
  if (kind === "note.written") return details["by"] || staff ? "note.written.by" : kind;
  return kind;
}

/** Runs of one day, newest first as they come. `dayOf`: an instant's day in the brand's zone. */
export function byDay(items: TimelineItem[], dayOf: (at: number) => string): { day: string; items: TimelineItem[] }[] {
  const days: { day: string; items: TimelineItem[] }[] = [];
  for (const item of items) {
    const day = dayOf(item.at);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}
