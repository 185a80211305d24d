// /sends/new and /sends/:id/edit: the message, to whom, what for. Saving leads to the account; nothing is sent by it.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { sentence } from "@/app/problem";
import type { SendDetail, SendDoors, SendDraft } from "@/app/types";
import { named, t } from "@/i18n";
import { number } from "@/i18n/format";
import { namesQuery } from "@/screens/customers/data";
import { useSegments } from "@/screens/segments/data";
import { EmptyState, Load, Page, Skeleton } from "@/ui";
import { change, create, doorsQuery, useSend } from "./data";
import { Preview } from "./Preview";
import { bytes, purposesOf } from "./sums";
import "./sends.css";

export default function Compose() {
  const { id } = useParams();
  const doors = useQuery(doorsQuery);
  return (
    <Page title={t("ui.sends.new")}>
      <Load query={doors} what={t("ui.sends.failed")} skeleton={<div className="card"><Skeleton rows={6} height={320} /></div>}>
        {(told) => (told.items.length === 0
          ? <EmptyState kind="never" title={t("ui.sends.door.none")} />
          : id ? <Old id={Number(id)} doors={told} /> : <Form doors={told} />)}
      </Load>
    </Page>
  );
}

function Old({ id, doors }: { id: number; doors: SendDoors }) {
  return <Load query={useSend(id)} what={t("ui.sends.one.failed")}>{(old) => <Form doors={doors} old={old} />}</Load>;
}

function Form({ doors, old }: { doors: SendDoors; old?: SendDetail }) {
  const segments = useSegments();
  const names = useQuery(namesQuery);
  const navigate = useNavigate();
  const link = old?.attachments.find((one) => one.type === "link");
  const [draft, setDraft] = useState({
    name: old?.row.name ?? "", door: old?.connection_id ?? doors.items[0]?.id ?? 0, segment: old?.segment_id ?? null,
    purpose: old?.purpose ?? "marketing", text: old?.text ?? "", title: link?.title ?? "", url: link?.url ?? "",
  });
  const put = (more: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...more }));
  const save = useMutation({
    meta: { quiet: true, touches: ["sends"] },
    mutationFn: () => (old ? change(old.row.id, old.turn, wholeOf(draft, old)) : create(wholeOf(draft))),
    onSuccess: (made) => void navigate(`/sends/${made.id}`),
  });
  const most = doors.limits["person"]?.text ?? 4_000;
  const size = bytes(draft.text);
  const ready = draft.name.trim() && draft.purpose.trim() && (draft.segment !== null || old?.rule) && (draft.text.trim() || draft.url) && size <= most;
  return (
    <div className="sd-two">
      <form className="card form" onSubmit={(event) => { event.preventDefault(); if (ready) save.mutate(); }}>
        <Field id="sd-name" label={t("ui.sends.name")}>
          <Input id="sd-name" maxLength={60} value={draft.name} onChange={(event) => put({ name: event.target.value })} />
        </Field>
        {doors.items.length > 1 && (
          <Field id="sd-door" label={t("ui.sends.door")}>
            <Select id="sd-door" value={draft.door} onChange={(door: number) => put({ door })} options={doors.items.map((one) => ({ value: one.id, label: one.name }))} />
          </Field>
        )}
        <Field id="sd-segment" label={t("ui.sends.segment")} hint={t("ui.sends.segment.hint")}>
          <Select id="sd-segment" showSearch optionFilterProp="label" loading={segments.isPending} value={draft.segment} onChange={(segment: number) => put({ segment })}
            options={(segments.data ?? []).map((one) => ({ value: one.id, label: one.members === null ? one.name : `${one.name} · ${number(one.members)}` }))} />
        </Field>
        <Field id="sd-purpose" label={t("ui.sends.purpose")} hint={t("ui.sends.purpose.hint")}>
          <Select id="sd-purpose" showSearch optionFilterProp="label" value={draft.purpose} onChange={(purpose: string) => put({ purpose })}
            options={purposesOf(names.data?.purposes ?? [], draft.purpose).map((one) => ({ value: one, label: named("ui.customers.purpose", one) }))} />
        </Field>
        <Field id="sd-text" label={t("ui.sends.text")} hint={t("ui.sends.bytes", { n: number(size), most: number(most) })} wrong={size > most}>
          <Input.TextArea id="sd-text" rows={6} value={draft.text} onChange={(event) => put({ text: event.target.value })} />
        </Field>
        <Field id="sd-url" label={t("ui.sends.link")}>
          <Input id="sd-url" placeholder={t("ui.sends.link.url")} value={draft.url} onChange={(event) => put({ url: event.target.value })} />
        </Field>
        {draft.url && (
          <Field id="sd-title" label={t("ui.sends.link.title")}>
            <Input id="sd-title" value={draft.title} onChange={(event) => put({ title: event.target.value })} />
          </Field>
        )}
        {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
        <div className="row"><span className="spread" /><Button type="primary" htmlType="submit" disabled={!ready} loading={save.isPending}>{t("ui.sends.save")}</Button></div>
      </form>
      <Preview text={draft.text} {...(draft.url ? { link: { title: draft.title, url: draft.url } } : {})} />
    </div>
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

interface Typed { name: string; door: number; segment: number | null; purpose: string; text: string; title: string; url: string }

/** Attachments that this form doesn't know stay as they are. */
function wholeOf(typed: Typed, old?: SendDetail): SendDraft {
  const others = (old?.attachments ?? []).filter((one) => one.type !== "link");
  const links = typed.url ? [{ type: "link" as const, title: typed.title, url: typed.url, about: "", picture: "" }] : [];
  const rule: unknown = typed.segment === null ? old?.rule ?? null : null;
  return {
    connection_id: typed.door, name: typed.name.trim(), purpose: typed.purpose.trim(), segment_id: typed.segment,
    rule: rule as SendDraft["rule"], text: typed.text, attachments: [...others, ...links],
  };
}
