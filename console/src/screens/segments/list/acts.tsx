// What can be done to a segment from its menu; who only looks may export.
import { useMutation } from "@tanstack/react-query";
import { Button, Checkbox, Input } from "antd";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Link, useNavigate } from "react-router";
import { api, ok } from "@/app/api";
import { sentence } from "@/app/problem";
import { client } from "@/app/query";
import { useCan } from "@/app/session";
import type { SegmentRow } from "@/app/types";
import { t } from "@/i18n";
import { clock, dayOf, number } from "@/i18n/format";
import { ConfirmAct, Dialog, Load, type MenuItem, Skeleton, toast } from "@/ui";
import { AREA, useSegment } from "../data";

type Asked = { row: SegmentRow; act: "copy" | "freeze" | "archive" | "export" };

/** `done`: `gone` when the segment is no more. */
export function useActs(done: (gone: boolean) => void): { items: (row: SegmentRow) => (MenuItem | null)[]; dialog: ReactNode } {
  const [asked, setAsked] = useState<Asked>();
  const may = useCan("segments.edit");
  const sweep = useMutation({
    meta: { touches: [AREA, "jobs"] },
    mutationFn: (row: SegmentRow) => ok(api.POST("/api/v1/segments/{segment_id}/sweep", { params: { path: { segment_id: row.id } } })),
    onSuccess: (_answer, row) => toast({ text: t("ui.segments.sweep.begun", { name: row.name }) }),
  });
  const items = (row: SegmentRow): (MenuItem | null)[] => [
    ...(may && row.kind === "dynamic" ? [
      { id: "sweep", label: t("ui.segments.sweep"), run: () => sweep.mutate(row) },
      { id: "copy", label: t("ui.segments.copy"), run: () => setAsked({ row, act: "copy" }) },
      { id: "freeze", label: t("ui.segments.freeze"), run: () => setAsked({ row, act: "freeze" }) },
    ] : []),
    { id: "export", label: t("ui.segments.export"), run: () => setAsked({ row, act: "export" }) },
    ...(may ? [null, { id: "archive", label: t("ui.segments.archive"), danger: true, run: () => setAsked({ row, act: "archive" }) }] : []),
  ];
  const close = () => setAsked(undefined);
  const dialog = asked && (asked.act === "copy" || asked.act === "freeze" ? <Copy row={asked.row} act={asked.act} onClose={close} />
    : asked.act === "export" ? <Export row={asked.row} onClose={close} /> : <Archive row={asked.row} onClose={close} onGone={() => done(true)} />);
  return { items, dialog };
}

/** The rule once more under another name; or who fits now, as a list that stays. */
function Copy({ row, act, onClose }: { row: SegmentRow; act: "copy" | "freeze"; onClose: () => void }) {
  const form = useId();
  const navigate = useNavigate();
  const [name, setName] = useState(t(`ui.segments.${act}.name`, { name: row.name, day: dayOf(clock()) }).slice(0, 60));
  const copy = useMutation({
    meta: { quiet: true, touches: [AREA] },
    mutationFn: () => {
      const asked = { params: { path: { segment_id: row.id } }, body: { name: name.trim() } };
      return ok(act === "copy" ? api.POST("/api/v1/segments/{segment_id}/copy", asked) : api.POST("/api/v1/segments/{segment_id}/freeze", asked));
    },
    onSuccess: (made) => { onClose(); void navigate(`/segments/${made.id}`); },
  });
  const submit = (event: FormEvent) => { event.preventDefault(); if (name.trim()) copy.mutate(); };
  return (
    <Dialog open onClose={onClose} title={t(`ui.segments.${act}.title`, { name: row.name })} footer={
      <><span className="spread" /><Button onClick={onClose}>{t("ui.act.back")}</Button><Button type="primary" htmlType="submit" form={form} loading={copy.isPending} disabled={!name.trim()}>{t(`ui.segments.${act}`)}</Button></>
    }>
      <form id={form} className="form" onSubmit={submit} noValidate>
        <p className="muted">{t(`ui.segments.${act}.text`)}</p>
        <label><span>{t("ui.segments.name")}</span><Input maxLength={60} value={name} onChange={(event) => setName(event.target.value)} /></label>
        {copy.error && <p className="form-error" role="alert">{sentence(copy.error)}</p>}
      </form>
    </Dialog>
  );
}

/** Who uses it is said first: while anybody does, it stays. */
function Archive({ row, onClose, onGone }: { row: SegmentRow; onClose: () => void; onGone: () => void }) {
  const detail = useSegment(row.id);
  const uses = detail.data?.used_by ?? [];
  return (
    <ConfirmAct open onClose={onClose} danger title={t("ui.segments.archive.title", { name: row.name })} act={t("ui.segments.archive")} disabled={!detail.data || uses.length > 0}
      done={t("ui.segments.archive.done", { name: row.name })} undoHint={t("ui.segments.archive.undo")}
      run={async () => {
        await ok(api.POST("/api/v1/segments/{segment_id}/archive", { params: { path: { segment_id: row.id } } }));
        await client.invalidateQueries({ queryKey: [AREA, "list"] });
        onGone();
      }}>
      <Load query={detail} skeleton={<Skeleton rows={2} />}>
        {() => uses.length > 0 ? (
          <>
            <p>{t("ui.segments.archive.used", { n: uses.length })}</p>
            <ul>{uses.map((use) => <li key={use.kind + use.id}>{use.kind === "segment" ? <Link to={`/segments/${use.id}`}>{use.name}</Link> : use.name}</li>)}</ul>
          </>
        ) : <p>{t("ui.segments.archive.text", { n: row.members ?? 0, members: number(row.members) })}</p>}
      </Load>
    </ConfirmAct>
  );
}

/** Members as a file. Phones and e-mails only for those who may see them; every export is logged. */
function Export({ row, onClose }: { row: SegmentRow; onClose: () => void }) {
  const may = useCan("contacts.reveal");
  const [contacts, setContacts] = useState(false);
  const path = (format: string) => `/api/v1/segments/${row.id}/export?format=${format}${contacts ? "&contacts=true" : ""}`;
  return (
    <Dialog open onClose={onClose} title={t("ui.segments.export.title", { name: row.name })} footer={
      <>
        <span className="spread" />
        <Button onClick={onClose}>{t("ui.act.back")}</Button>
        <Button href={path("csv")} download onClick={onClose}>CSV</Button>
        <Button type="primary" href={path("xlsx")} download onClick={onClose}>Excel</Button>
      </>
    }>
      <p>{t("ui.segments.export.text", { n: row.members ?? 0, members: number(row.members) })}</p>
      {may && <Checkbox checked={contacts} onChange={(event) => setContacts(event.target.checked)}>{t("ui.segments.export.contacts")}</Checkbox>}
      <p className="muted">{t("ui.segments.export.logged")}</p>
    </Dialog>
  );
}
