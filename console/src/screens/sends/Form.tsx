// A message or a Moment as it is written: what is said, to whom, what for. Saving leads to the account; nothing is sent by it.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { isProblem, sentence } from "@/app/problem";
import type { SendDetail, SendDoors, SendDraft, SendLimits, SendUpload } from "@/app/types";
import { named, t, tk } from "@/i18n";
import { number } from "@/i18n/format";
import { namesQuery } from "@/screens/customers/data";
import { useSegments } from "@/screens/segments/data";
import { Attachments } from "./Attachments";
import { type Attachment, lacks, trimmed } from "./attaching";
import { change, create } from "./data";
import { MomentWho, type Who } from "./MomentWho";
import { Preview } from "./Preview";
import { purposesOf } from "./sums";
import { textSize } from "./textSize";

export type Kind = SendDraft["kind"];
const ANY: SendLimits = { text: 4_000, unit: "bytes", bytes: null, attachments: 9, kinds: {}, mixes: true };

interface Typed { name: string; door: number; segment: number | null; purpose: string; text: string; attachments: Attachment[]; who: Who }

export function Form({ doors, kind, old }: { doors: SendDoors; kind: Kind; old?: SendDetail }) {
  const navigate = useNavigate();
  const feed = kind === "moment";
  const limits = doors.limits[feed ? "feed" : "person"] ?? ANY;
  const [draft, setDraft] = useState<Typed>(() => begun(doors, old));
  const [known, setKnown] = useState<Record<string, SendUpload>>(() => Object.fromEntries((old?.uploads ?? []).map((one) => [one.ref, one])));
  const put = (more: Partial<Typed>) => setDraft((now) => ({ ...now, ...more }));
  const save = useMutation({
    meta: { quiet: true, touches: ["sends"] },
    mutationFn: () => (old ? change(old.row.id, old.turn, wholeOf(draft, kind, old)) : create(wholeOf(draft, kind))),
    onSuccess: (made) => void navigate(`/sends/${made.id}`),
  });
  const size = textSize(draft.text, limits);
  const said = draft.text.trim() !== "" || draft.attachments.length > 0;
  const whole = draft.attachments.every((one) => lacks(one, feed) === "");
  const ready = draft.name.trim() && draft.purpose.trim() && aimed(draft, feed, old) && said && whole && !size.over;
  return (
    <div className="sd-two">
      <form className="card form" onSubmit={(event) => { event.preventDefault(); if (ready) save.mutate(); }}>
        <Field id="sd-name" label={t("ui.sends.name")}>
          <Input id="sd-name" maxLength={60} value={draft.name} onChange={(event) => put({ name: event.target.value })} />
        </Field>
        {doors.items.length > 1 && (
          <Field id="sd-door" label={t("ui.sends.door")}>
            <Select id="sd-door" value={draft.door} onChange={(door: number) => put({ door, who: { ...draft.who, staff: [], tags: [] } })} options={doors.items.map((one) => ({ value: one.id, label: one.name }))} />
          </Field>
        )}
        {feed ? <MomentWho door={draft.door} who={draft.who} onChange={(who) => put({ who })} /> : <Segment chosen={draft.segment} put={(segment) => put({ segment })} />}
        <Purpose chosen={draft.purpose} feed={feed} put={(purpose) => put({ purpose })} />
        <Field id="sd-text" label={t(feed ? "ui.sends.moment.text" : "ui.sends.text")} hint={size.said} wrong={size.over}>
          <Input.TextArea id="sd-text" rows={6} value={draft.text} onChange={(event) => put({ text: event.target.value })} />
        </Field>
        <Attachments list={draft.attachments} onChange={(attachments) => put({ attachments })} limits={limits} feed={feed} known={known}
          onKnown={(one) => setKnown((now) => ({ ...now, [one.ref]: one }))} />
        {save.error && <p className="form-error" role="alert">{told(save.error)}</p>}
        <div className="row"><span className="spread" /><Button type="primary" htmlType="submit" disabled={!ready} loading={save.isPending}>{t(feed ? "ui.sends.moment.save" : "ui.sends.save")}</Button></div>
      </form>
      <Preview text={draft.text} attachments={draft.attachments} uploads={known} feed={feed} />
    </div>
  );
}

/** What is wrong with an attachment comes as a code: its words are the catalogue's. */
function told(error: unknown): string {
  if (!isProblem(error, "send_attachment")) return sentence(error);
  return tk("error.send_attachment", { ...error.params, fault: named("send.attachment", String(error.params["fault"] ?? "kind")) }, sentence(error));
}

function Segment({ chosen, put }: { chosen: number | null; put: (segment: number) => void }) {
  const segments = useSegments();
  return (
    <Field id="sd-segment" label={t("ui.sends.segment")} hint={t("ui.sends.segment.hint")}>
      <Select id="sd-segment" showSearch optionFilterProp="label" loading={segments.isPending} value={chosen} onChange={put}
        options={(segments.data ?? []).map((one) => ({ value: one.id, label: one.members === null ? one.name : `${one.name} · ${number(one.members)}` }))} />
    </Field>
  );
}

function Purpose({ chosen, feed, put }: { chosen: string; feed: boolean; put: (purpose: string) => void }) {
  const names = useQuery(namesQuery);
  return (
    <Field id="sd-purpose" label={t("ui.sends.purpose")} hint={t(feed ? "ui.sends.moment.purpose.hint" : "ui.sends.purpose.hint")}>
      <Select id="sd-purpose" showSearch optionFilterProp="label" value={chosen} onChange={put}
        options={purposesOf(names.data?.purposes ?? [], chosen).map((one) => ({ value: one, label: named("ui.customers.purpose", one) }))} />
    </Field>
  );
}

function Field({ id, label, hint, wrong, children }: { id: string; label: string; hint?: string; wrong?: boolean; children: ReactNode }) {
  return (
    <div className="sd-field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint && <small className={wrong ? "form-error" : "muted"}>{hint}</small>}
    </div>
  );
}

function begun(doors: SendDoors, old?: SendDetail): Typed {
  const byStaff = !old || (old.segment_id === null && old.rule === null);
  return {
    name: old?.row.name ?? "", door: old?.connection_id ?? doors.items[0]?.id ?? 0, segment: old?.segment_id ?? null,
    purpose: old?.purpose ?? "marketing", text: old?.text ?? "", attachments: old?.attachments ?? [],
    who: { by: byStaff ? "staff" : "segment", staff: old?.staff ?? [], tags: (old?.tags ?? []).map((one) => one.id), segment: old?.segment_id ?? null },
  };
}

/** Whether it is said who shall get it. A rule that another screen wrote stays as it is. */
function aimed(draft: Typed, feed: boolean, old?: SendDetail): boolean {
  if (!feed) return draft.segment !== null || Boolean(old?.rule);
  return draft.who.by === "staff" ? draft.who.staff.length > 0 : draft.who.segment !== null || Boolean(old?.rule);
}

function wholeOf(typed: Typed, kind: Kind, old?: SendDetail): SendDraft {
  const { who } = typed;
  const byStaff = kind === "moment" && who.by === "staff";
  const segment = kind === "message" ? typed.segment : byStaff ? null : who.segment;
  const rule: unknown = segment === null && !byStaff ? old?.rule ?? null : null;
  return {
    connection_id: typed.door, kind, name: typed.name.trim(), purpose: typed.purpose.trim(), segment_id: segment, rule: rule as SendDraft["rule"],
    staff: kind === "moment" ? who.staff : [], tags: kind === "moment" ? who.tags : [], text: typed.text,
    attachments: typed.attachments.map(trimmed),
  };
}
