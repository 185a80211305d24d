// A campaign: its name, where its codes hang, its days and hours, how newcomers are greeted.
import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type FormEvent, useId, useState } from "react";
import { sentence } from "@/app/problem";
import { useSession } from "@/app/session";
import type { SourceDraft, SourceView } from "@/app/types";
import { t } from "@/i18n";
import { Dialog, toast } from "@/ui";
import { addSource, changeSource } from "./data";
import { beginOf, endOf, firstDay, lastDay } from "./dates";
import { Hours } from "./Hours";
import { BLANK, WelcomeFields } from "./WelcomeFields";

export function SourceDialog({ old, onClose, onMade }: { old?: SourceView; onClose: () => void; onMade?: (made: SourceView) => void }) {
  const id = useId();
  const [draft, setDraft] = useState<SourceDraft>(() => old
    ? { name: old.name, place: old.place, hours: old.hours, welcome: old.welcome, begins_at: old.begins_at, ends_at: old.ends_at }
    : { name: "", place: "", hours: [], welcome: BLANK, begins_at: null, ends_at: null });
  const put = (more: Partial<SourceDraft>) => setDraft((now) => ({ ...now, ...more }));
  const save = useMutation({
    meta: { quiet: true, touches: ["sources"] },
    mutationFn: () => (old ? changeSource(old.id, draft) : addSource(draft)),
    onSuccess: (made) => { onClose(); toast({ text: t("ui.sources.saved", { name: made.name }) }); onMade?.(made); },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.name.trim()) save.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={old ? t("ui.sources.change") : t("ui.sources.new")} footer={
      <>
        <span className="spread" />
        <Button onClick={onClose}>{t("ui.act.back")}</Button>
        <Button type="primary" htmlType="submit" form={id} loading={save.isPending} disabled={!draft.name.trim()}>{t("ui.act.save")}</Button>
      </>
    }>
      <form id={id} className="form" onSubmit={submit} noValidate>
        <label><span>{t("ui.sources.name")}</span>
          <Input maxLength={100} value={draft.name} onChange={(event) => put({ name: event.target.value })} /></label>
        <label><span>{t("ui.sources.place")}</span>
          <Input maxLength={100} value={draft.place ?? ""} onChange={(event) => put({ place: event.target.value })} />
          <small className="muted">{t("ui.sources.place.text")}</small></label>
        <Days draft={draft} put={put} />
        <Hours label={t("ui.sources.expected")} value={draft.hours ?? []} onChange={(hours) => put({ hours })} />
        <WelcomeFields value={draft.welcome ?? BLANK} onChange={(welcome) => put({ welcome })} />
        {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      </form>
    </Dialog>
  );
}

function Days({ draft, put }: { draft: SourceDraft; put: (more: Partial<SourceDraft>) => void }) {
  const { zone } = useSession();
  const [first, last] = [firstDay(draft, zone), lastDay(draft, zone)];
  return (
    <fieldset className="sr-hours">
      <legend>{t("ui.sources.dates")}</legend>
      <div className="row">
        <input type="date" className="sr-date" aria-label={t("ui.sources.dates.first")} value={first} max={last || undefined}
          onChange={(event) => put({ begins_at: beginOf(event.target.value, zone) })} />
        <span aria-hidden="true">–</span>
        <input type="date" className="sr-date" aria-label={t("ui.sources.dates.last")} value={last} min={first || undefined}
          onChange={(event) => put({ ends_at: endOf(event.target.value, zone) })} />
      </div>
      <small className="muted">{t("ui.sources.dates.text")}</small>
    </fieldset>
  );
}
