// What goes with a message or a Moment: pictures, a video, a file, a link card, a mini-program, as far as the platform takes them.
import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type ReactNode, useRef, useState } from "react";
import { sentence } from "@/app/problem";
import type { SendLimits, SendUpload } from "@/app/types";
import { named, t } from "@/i18n";
import { bytes as sized } from "@/i18n/format";
import { ACCEPTED, type Attachment, type AttachmentKind, blocked, isUpload, kindsOf, lacks, made, pictureSrc, refOf, titleMost, uploadOf } from "./attaching";
import { upload } from "./data";
import { bytes } from "./sums";

interface AttachmentsProps {
  list: Attachment[];
  onChange: (list: Attachment[]) => void;
  limits: SendLimits;
  feed: boolean;
  /** What is known of uploads, by their reference. */
  known: Record<string, SendUpload>;
  onKnown: (one: SendUpload) => void;
}

export function Attachments({ list, onChange, limits, feed, known, onKnown }: AttachmentsProps) {
  const [wanted, setWanted] = useState<AttachmentKind>("image");
  const file = useRef<HTMLInputElement>(null);
  const take = useMutation({
    meta: { quiet: true },
    mutationFn: async (files: File[]) => {
      const added: Attachment[] = [];
      for (const one of files) {
        const kept = await upload(one);
        if (kept.kind !== uploadOf(wanted)) throw new WrongKind();
        onKnown(kept);
        added.push(made(wanted, kept.ref));
      }
      return added;
    },
    onSuccess: (added) => onChange([...list, ...added.filter((one) => !list.some((old) => refOf(old) === refOf(one)))].slice(0, limits.attachments)),
  });
  const begin = (kind: AttachmentKind) => {
    if (!isUpload(kind)) { onChange([...list, made(kind)]); return; }
    setWanted(kind);
    take.reset();
    // The input's `accept` follows with the next render.
    setTimeout(() => file.current?.click());
  };
  const put = (at: number, one: Attachment) => onChange(list.map((old, n) => (n === at ? one : old)));
  const room = limits.attachments - list.length;
  return (
    <fieldset className="sd-atts">
      <legend>{t("ui.sends.attachments")}</legend>
      {list.length > 0 && (
        <ul>
          {list.map((one, at) => (
            <li key={`${at}${one.type}`} className="sd-att">
              <One one={one} feed={feed} known={known} onKnown={onKnown} put={(next) => put(at, next)} at={at} />
              <Button size="small" type="text" onClick={() => onChange(list.filter((_, n) => n !== at))}
                aria-label={t("ui.sends.attachment.drop.of", { what: named("ui.sends.attachment", one.type), n: at + 1 })}>{t("ui.sends.attachment.drop")}</Button>
            </li>
          ))}
        </ul>
      )}
      <div className="sd-add">
        {kindsOf(limits).map((kind) => (
          <Button key={kind} size="small" disabled={blocked(kind, list, limits) !== "" || take.isPending} loading={take.isPending && wanted === kind} onClick={() => begin(kind)}>
            {named("ui.sends.attachment", kind)}
          </Button>
        ))}
      </div>
      <small className="muted">{t(feed ? "ui.sends.attachments.moment" : "ui.sends.attachments.message")}</small>
      {take.error && <p className="form-error" role="alert">{take.error instanceof WrongKind ? t("ui.sends.upload.kind", { what: named("ui.sends.attachment", wanted) }) : sentence(take.error)}</p>}
      <input ref={file} type="file" hidden tabIndex={-1} multiple={wanted === "image"} accept={ACCEPTED[uploadOf(wanted)]} aria-hidden="true"
        onChange={(event) => { const files = [...(event.currentTarget.files ?? [])].slice(0, Math.max(1, room)); event.currentTarget.value = ""; if (files.length) take.mutate(files); }} />
    </fieldset>
  );
}

class WrongKind extends Error {}

interface OneProps { one: Attachment; feed: boolean; known: Record<string, SendUpload>; onKnown: (one: SendUpload) => void; put: (one: Attachment) => void; at: number }

function One({ one, feed, known, onKnown, put, at }: OneProps) {
  const fault = lacks(one, feed);
  if (one.type === "link") {
    return (
      <div className="sd-att-form">
        <b>{named("ui.sends.attachment", one.type)}</b>
        <Labelled id={`sd-att-${at}-url`} label={t("ui.sends.link.url")}><Input id={`sd-att-${at}-url`} type="url" maxLength={2048} placeholder="https://" value={one.url} onChange={(event) => put({ ...one, url: event.target.value })} /></Labelled>
        <Labelled id={`sd-att-${at}-title`} label={t("ui.sends.link.title")} hint={t("ui.sends.bytes", { n: bytes(one.title), most: titleMost("link", feed) })} wrong={bytes(one.title) > titleMost("link", feed)}>
          <Input id={`sd-att-${at}-title`} value={one.title} onChange={(event) => put({ ...one, title: event.target.value })} /></Labelled>
        {!feed && <Labelled id={`sd-att-${at}-about`} label={t("ui.sends.link.about")}><Input id={`sd-att-${at}-about`} maxLength={170} value={one.about} onChange={(event) => put({ ...one, about: event.target.value })} /></Labelled>}
        <Cover picture={one.picture} need={feed} onKnown={onKnown} put={(picture) => put({ ...one, picture })} />
        <Fault code={fault} />
      </div>
    );
  }
  if (one.type === "miniprogram") {
    return (
      <div className="sd-att-form">
        <b>{named("ui.sends.attachment", one.type)}</b>
        <Labelled id={`sd-att-${at}-app`} label={t("ui.sends.mini.app")}><Input id={`sd-att-${at}-app`} maxLength={64} placeholder="wx…" value={one.app} onChange={(event) => put({ ...one, app: event.target.value })} /></Labelled>
        <Labelled id={`sd-att-${at}-page`} label={t("ui.sends.mini.page")}><Input id={`sd-att-${at}-page`} maxLength={1024} placeholder="pages/index.html" value={one.page} onChange={(event) => put({ ...one, page: event.target.value })} /></Labelled>
        <Labelled id={`sd-att-${at}-title`} label={t("ui.sends.mini.title")} hint={t("ui.sends.bytes", { n: bytes(one.title), most: titleMost("miniprogram", feed) })} wrong={bytes(one.title) > titleMost("miniprogram", feed)}>
          <Input id={`sd-att-${at}-title`} value={one.title} onChange={(event) => put({ ...one, title: event.target.value })} /></Labelled>
        <Cover picture={one.picture} need onKnown={onKnown} put={(picture) => put({ ...one, picture })} />
        <Fault code={fault} />
      </div>
    );
  }
  const kept = known[one.handle];
  const src = pictureSrc(one.handle);
  return (
    <div className="sd-att-file">
      {src ? <img className="sd-thumb" src={src} alt="" /> : <span className="sd-thumb sd-thumb-word" aria-hidden="true">{named("ui.sends.attachment", one.type)}</span>}
      <span className="sd-att-name">{kept?.name ?? named("ui.sends.attachment", one.type)}{kept && <small className="muted">{sized(kept.size)}</small>}</span>
    </div>
  );
}

function Fault({ code }: { code: string }) {
  return code ? <small className="muted">{named("send.attachment", code)}</small> : null;
}

function Labelled({ id, label, hint, wrong, children }: { id: string; label: string; hint?: string; wrong?: boolean; children: ReactNode }) {
  return <div className="sd-field"><label htmlFor={id}>{label}</label>{children}{hint && <small className={wrong ? "form-error" : "muted"}>{hint}</small>}</div>;
}

/** The picture on a card. */
function Cover({ picture, need, onKnown, put }: { picture: string; need: boolean; onKnown: (one: SendUpload) => void; put: (ref: string) => void }) {
  const file = useRef<HTMLInputElement>(null);
  const take = useMutation({
    meta: { quiet: true },
    mutationFn: upload,
    onSuccess: (kept) => { if (kept.kind === "picture") { onKnown(kept); put(kept.ref); } },
  });
  const wrong = take.data && take.data.kind !== "picture";
  const src = pictureSrc(picture);
  return (
    <div className="sd-cover">
      {src && <img className="sd-thumb" src={src} alt={t("ui.sends.cover")} />}
      <Button size="small" loading={take.isPending} onClick={() => file.current?.click()}>{t(src ? "ui.sends.cover.other" : need ? "ui.sends.cover.choose" : "ui.sends.cover.optional")}</Button>
      {src && !need && <Button size="small" type="text" onClick={() => put("")}>{t("ui.sends.cover.none")}</Button>}
      {(take.error || wrong) && <small className="form-error" role="alert">{take.error ? sentence(take.error) : t("ui.sends.upload.kind", { what: t("ui.sends.attachment.image") })}</small>}
      <input ref={file} type="file" hidden tabIndex={-1} accept={ACCEPTED["picture"]} aria-hidden="true"
        onChange={(event) => { const one = event.currentTarget.files?.[0]; event.currentTarget.value = ""; if (one) take.mutate(one); }} />
    </div>
  );
}
