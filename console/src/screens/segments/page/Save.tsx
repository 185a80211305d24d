// Save a rule: under a name, or as the next version of the one that there is.
import { useMutation } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { type FormEvent, useId, useState } from "react";
import { api, ok } from "@/app/api";
import { isProblem, sentence } from "@/app/problem";
import type { SegmentRefresh, SegmentRow } from "@/app/types";
import { t } from "@/i18n";
import { Dialog, toast } from "@/ui";
import { AREA } from "../data";
import { type Rule, toApi } from "../model";

const REFRESHES: SegmentRefresh[] = ["daily", "hourly", "manual"];

interface NewProps { rule: Rule; name: string; onClose: () => void; onMade: (id: number) => void }

export function SaveNew({ rule, name: preset, onClose, onMade }: NewProps) {
  const form = useId();
  const [name, setName] = useState(preset);
  const [description, setDescription] = useState("");
  const [refresh, setRefresh] = useState<SegmentRefresh>("daily");
  const save = useMutation({
    meta: { quiet: true, touches: [AREA] },
    mutationFn: () => ok(api.POST("/api/v1/segments", { body: { name: name.trim(), rule: toApi(rule), description: description.trim(), refresh, note: "" } })),
    onSuccess: (made) => { toast({ text: t("ui.segments.saved", { name: name.trim() }) }); onMade(made.id); },
  });
  const submit = (event: FormEvent) => { event.preventDefault(); if (name.trim()) save.mutate(); };
  return (
    <Dialog open onClose={onClose} title={t("ui.segments.save.new")} footer={<Foot form={form} busy={save.isPending} ready={!!name.trim()} act={t("ui.segments.save.new")} onClose={onClose} />}>
      <form id={form} className="form" onSubmit={submit} noValidate>
        <label><span>{t("ui.segments.name")}</span><Input maxLength={60} value={name} onChange={(event) => setName(event.target.value)} /></label>
        <label><span>{t("ui.segments.description")}</span><Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} value={description} onChange={(event) => setDescription(event.target.value)} /></label>
        <RefreshField value={refresh} onChange={setRefresh} />
        {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      </form>
    </Dialog>
  );
}

interface VersionProps { row: SegmentRow; rule: Rule; version: number; onClose: () => void; onSaved: () => void; reload: () => void }

/** The next version, with a word about why. Somebody else was quicker: nothing is lost, the newest can be looked at. */
export function SaveVersion({ row, rule, version, onClose, onSaved, reload }: VersionProps) {
  const form = useId();
  const [note, setNote] = useState("");
  const save = useMutation({
    meta: { quiet: true, touches: [AREA] },
    mutationFn: () => ok(api.PUT("/api/v1/segments/{segment_id}/rule", { params: { path: { segment_id: row.id } }, body: { rule: toApi(rule), version, note: note.trim() } })),
    onSuccess: (made) => { toast({ text: t("ui.segments.saved.version", { version: made.version }) }); onSaved(); },
  });
  const late = isProblem(save.error, "segment_changed");
  const submit = (event: FormEvent) => { event.preventDefault(); save.mutate(); };
  return (
    <Dialog open onClose={onClose} title={t("ui.segments.save.version", { version: version + 1 })} footer={<Foot form={form} busy={save.isPending} ready={!late} act={t("ui.segments.save.version", { version: version + 1 })} onClose={onClose} />}>
      <form id={form} className="form" onSubmit={submit} noValidate>
        <p className="muted">{row.used_by > 0 ? t("ui.segments.save.used", { n: row.used_by }) : t("ui.segments.save.text")}</p>
        <label><span>{t("ui.segments.note")}</span><Input maxLength={500} value={note} placeholder={t("ui.segments.note.hint")} onChange={(event) => setNote(event.target.value)} /></label>
        {save.error && <p className="form-error" role="alert">{sentence(save.error)} {late && <button type="button" className="text-button" onClick={reload}>{t("ui.segments.theirs")}</button>}</p>}
      </form>
    </Dialog>
  );
}

/** Name, description, how often. */
export function Settings({ row, onClose }: { row: SegmentRow; onClose: () => void }) {
  const form = useId();
  const [name, setName] = useState(row.name);
  const [description, setDescription] = useState(row.description);
  const [refresh, setRefresh] = useState<SegmentRefresh>(row.refresh);
  const save = useMutation({
    meta: { quiet: true, touches: [AREA] },
    mutationFn: () => ok(api.PATCH("/api/v1/segments/{segment_id}", { params: { path: { segment_id: row.id } }, body: { name: name.trim(), description: description.trim(), ...(row.kind === "dynamic" ? { refresh } : {}) } })),
    onSuccess: () => { toast({ text: t("ui.segments.settings.done") }); onClose(); },
  });
  const submit = (event: FormEvent) => { event.preventDefault(); if (name.trim()) save.mutate(); };
  return (
    <Dialog open onClose={onClose} title={t("ui.segments.settings")} footer={<Foot form={form} busy={save.isPending} ready={!!name.trim()} act={t("ui.act.save")} onClose={onClose} />}>
      <form id={form} className="form" onSubmit={submit} noValidate>
        <label><span>{t("ui.segments.name")}</span><Input maxLength={60} value={name} onChange={(event) => setName(event.target.value)} /></label>
        <label><span>{t("ui.segments.description")}</span><Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} value={description} onChange={(event) => setDescription(event.target.value)} /></label>
        {row.kind === "dynamic" && <RefreshField value={refresh} onChange={setRefresh} />}
        {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      </form>
    </Dialog>
  );
}

function RefreshField({ value, onChange }: { value: SegmentRefresh; onChange: (value: SegmentRefresh) => void }) {
  return (
    <div className="form-field">
      <label>
        <span>{t("ui.segments.refresh")}</span>
        <Select value={value} onChange={onChange} aria-label={t("ui.segments.refresh")} options={REFRESHES.map((one) => ({ value: one, label: t(`ui.segments.refresh.${one}`) }))} />
      </label>
      <small className="muted">{t("ui.segments.refresh.hint")}</small>
    </div>
  );
}

function Foot({ form, busy, ready, act, onClose }: { form: string; busy: boolean; ready: boolean; act: string; onClose: () => void }) {
  return (
    <>
      <span className="spread" />
      <Button onClick={onClose} disabled={busy}>{t("ui.act.back")}</Button>
      <Button type="primary" htmlType="submit" form={form} loading={busy} disabled={!ready}>{act}</Button>
    </>
  );
}
