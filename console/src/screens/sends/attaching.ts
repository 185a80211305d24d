// What may be attached to a message or a Moment, and what still lacks. Pure.
import type { SendDraft, SendLimits, SendUpload } from "@/app/types";
import { bytes } from "./sums";

export type Attachment = SendDraft["attachments"][number];
export type AttachmentKind = Attachment["type"];
export const KINDS: AttachmentKind[] = ["image", "video", "file", "link", "miniprogram"];
/** What a kind's upload is; of a link and a mini-program: the cover. */
export const ACCEPTED: Record<SendUpload["kind"], string> = {
  picture: "image/png,image/jpeg", video: "video/mp4", file: ".pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx",
};
const UPLOADS: Partial<Record<AttachmentKind, string>> = { image: "picture", video: "video", file: "file" };
const TITLE = { link: 128, feed: 64, miniprogram: 64 }; // bytes

export const uploadOf = (kind: AttachmentKind): string => UPLOADS[kind] ?? "picture";
/** Those that begin with a file, not with fields. */
export const isUpload = (kind: AttachmentKind): boolean => kind in UPLOADS;

export function made(kind: AttachmentKind, ref = ""): Attachment {
  if (kind === "link") return { type: kind, title: "", url: "", about: "", picture: "" };
  if (kind === "miniprogram") return { type: kind, title: "", app: "", page: "", picture: "" };
  return { type: kind, handle: ref };
}

/** Kinds that the platform takes here. */
export const kindsOf = (limits: SendLimits): AttachmentKind[] => KINDS.filter((kind) => !Object.keys(limits.kinds).length || kind in limits.kinds);

/** Whether one more of a kind can be attached: "full" of it, or of all; "mixed": not beside what there is. */
export function blocked(kind: AttachmentKind, list: Attachment[], limits: SendLimits): "" | "full" | "mixed" {
  if (!limits.mixes && list.some((one) => one.type !== kind)) return "mixed";
  const most = Math.min(limits.kinds[kind] ?? limits.attachments, limits.attachments);
  return list.filter((one) => one.type === kind).length >= most || list.length >= limits.attachments ? "full" : "";
}

/** What it can't go without, as a code of "send.attachment"; "" when nothing lacks. */
export function lacks(one: Attachment, feed: boolean): string {
  if (one.type === "link") {
    if (!one.title.trim() || bytes(one.title) > titleMost(one.type, feed)) return "link_title";
    if (!/^https?:\/\/[^/\s]+/i.test(one.url.trim())) return "link";
    return feed && !one.picture ? "link_cover" : "";
  }
  if (one.type === "miniprogram") {
    const sound = one.title.trim() && bytes(one.title) <= TITLE.miniprogram && one.app.trim() && one.page.trim();
    return !sound ? "miniprogram" : one.picture ? "" : "picture";
  }
  return one.handle ? "" : uploadOf(one.type);
}

export const titleMost = (kind: "link" | "miniprogram", feed: boolean): number => (kind === "miniprogram" ? TITLE.miniprogram : feed ? TITLE.feed : TITLE.link);

/** What is kept of an upload, by the reference that an attachment has. */
export const refOf = (one: Attachment): string => ("handle" in one ? one.handle : one.picture);

/** Where a picture is shown from; other uploads have no picture, an address of the platform's isn't ours to fetch. */
export function pictureSrc(ref: string): string | undefined {
  const id = /^picture:(\d+)$/.exec(ref)?.[1];
  return id ? `/api/v1/send-uploads/${id}` : undefined;
}

/** As it is sent: no blanks around. */
export function trimmed(one: Attachment): Attachment {
  if (one.type === "link") return { ...one, title: one.title.trim(), url: one.url.trim(), about: one.about.trim() };
  if (one.type === "miniprogram") return { ...one, title: one.title.trim(), app: one.app.trim(), page: one.page.trim() };
  return one;
}
