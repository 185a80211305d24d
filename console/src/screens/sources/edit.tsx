// /sources/codes/new and /sources/codes/:id/edit: who answers, how many a day, when, and what newcomers are told.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { sentence } from "@/app/problem";
import type { CodeDraft, CodeView, SeatForm, SourceBoard } from "@/app/types";
import { named, t } from "@/i18n";
import { EmptyState, Load, Page, Skeleton } from "@/ui";
import { addCode, boardQuery, changeCode } from "./data";
import { Hours } from "./Hours";
import { BLANK, WelcomeFields } from "./WelcomeFields";
import "./sources.css";

type Kind = CodeView["kind"];
type Mode = CodeView["mode"];

export default function EditCode() {
  const { id } = useParams();
  const board = useQuery(boardQuery);
  return (
    <Page title={id ? t("ui.sources.code.change") : t("ui.sources.code.new")}>
      <Load query={board} what={t("ui.sources.failed")} skeleton={<div className="card"><Skeleton rows={6} height={320} /></div>}>
        {(told) => {
          const old = told.codes.find((one) => String(one.id) === id);
          if (id ? !old : told.places.length === 0 || told.sources.every((one) => one.ended_at !== null)) {
            return <EmptyState kind="never" title={t("ui.sources.code.cannot")} text={t("ui.sources.code.cannot.text")} />;
          }
          return <Form board={told} {...(old ? { old } : {})} />;
        }}
      </Load>
    </Page>
  );
}

function draftOf(old?: CodeView): Required<CodeDraft> {
  const seats = old?.seats.map(({ staff, hours, cap, backup }) => ({ staff, hours, cap, backup })) ?? [];
  return {
    name: old?.name ?? "", seats, mode: old?.mode ?? "together", verify: old?.verify ?? false, welcome: old?.welcome ?? null,
    full_at: old?.full_at ?? 200, opens_more: old?.opens_more ?? false, base_name: old?.base_name ?? "",
  };
}

function Form({ board, old }: { board: SourceBoard; old?: CodeView }) {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const open = board.sources.filter((one) => one.ended_at === null);
  const [source, setSource] = useState(open.find((one) => String(one.id) === params.get("source"))?.id ?? open[0]?.id ?? 0);
  const [connection, setConnection] = useState(old?.connection_id ?? board.places[0]?.connection_id ?? 0);
  const [kind, setKind] = useState<Kind>(old?.kind ?? "person");
  const [draft, setDraft] = useState(() => draftOf(old));
  const put = (more: Partial<CodeDraft>) => setDraft((now) => ({ ...now, ...more }));
  const save = useMutation({
    meta: { quiet: true, touches: ["sources"] },
    mutationFn: () => (old ? changeCode(old.id, draft) : addCode({ source_id: source, connection_id: connection, kind, code: draft })),
    onSuccess: (made) => void navigate(`/sources/codes/${made.id}`),
  });
  const place = board.places.find((one) => one.connection_id === connection);
  // Where no connection serves the code, only who is on its roster is known.
  const known = (kind === "person" ? place?.staff : place?.groups) ?? old?.seats.map((seat) => ({ ref: seat.staff, name: seat.name })) ?? [];
  const ready = draft.name.trim() !== "" && draft.seats.length > 0;
  return (
    <form className="card form sr-form" onSubmit={(event) => { event.preventDefault(); if (ready) save.mutate(); }} noValidate>
      <label><span>{t("ui.sources.code")}</span>
        <Input maxLength={100} value={draft.name} onChange={(event) => put({ name: event.target.value })} /></label>
      {!old && (
        <>
          <Choice label={t("ui.sources.source")} value={source} onChange={setSource} options={open.map((one) => ({ value: one.id, label: one.name }))} />
          {board.places.length > 1 && <Choice label={t("ui.sources.connection")} value={connection} onChange={(id) => { setConnection(id); put({ seats: [] }); }}
            options={board.places.map((one) => ({ value: one.connection_id, label: one.name }))} />}
          <Choice label={t("ui.sources.kind")} value={kind} onChange={(next) => { setKind(next); put({ seats: [] }); }}
            options={(["person", "group"] as const).map((value) => ({ value, label: named("code.kind", value) }))} />
        </>
      )}
      <Seats kind={kind} known={known} seats={draft.seats} onChange={(seats) => put({ seats })} />
      {kind === "person" ? (
        <>
          <Choice label={t("ui.sources.mode")} value={draft.mode as Mode} onChange={(mode) => put({ mode })}
            options={(["together", "in_turn"] as const).map((value) => ({ value, label: named("code.mode", value) }))} />
          <Checkbox checked={draft.verify} onChange={(event) => put({ verify: event.target.checked })}>{t("ui.sources.verify")}</Checkbox>
          <Checkbox checked={draft.welcome !== null} onChange={(event) => put({ welcome: event.target.checked ? BLANK : null })}>{t("ui.sources.welcome.own")}</Checkbox>
          {draft.welcome && <WelcomeFields value={draft.welcome} onChange={(welcome) => put({ welcome })} />}
        </>
      ) : (
        <>
          <label><span>{t("ui.sources.full_at")}</span>
            <InputNumber controls={false} min={2} max={500} value={draft.full_at} onChange={(value) => put({ full_at: value ?? 200 })} /></label>
          <Checkbox checked={draft.opens_more} onChange={(event) => put({ opens_more: event.target.checked })}>{t("ui.sources.opens")}</Checkbox>
          {draft.opens_more && <label><span>{t("ui.sources.base_name")}</span>
            <Input maxLength={40} value={draft.base_name} onChange={(event) => put({ base_name: event.target.value })} /></label>}
        </>
      )}
      {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      <div className="row">
        <Button onClick={() => void navigate(old ? `/sources/codes/${old.id}` : "/sources")}>{t("ui.act.back")}</Button>
        <Button type="primary" htmlType="submit" loading={save.isPending} disabled={!ready}>{t("ui.act.save")}</Button>
      </div>
    </form>
  );
}

function Choice<T extends string | number>({ label, value, onChange, options }: {
  label: string; value: T; onChange: (value: T) => void; options: { value: T; label: string }[];
}) {
  return (
    <div className="form-field"><span className="sr-label">{label}</span>
      <Select<T> aria-label={label} value={value} onChange={onChange} options={options} /></div>
  );
}

function Seats({ kind, known, seats, onChange }: {
  kind: Kind; known: { ref: string; name: string }[]; seats: SeatForm[]; onChange: (seats: SeatForm[]) => void;
}) {
  const label = kind === "group" ? t("ui.sources.groups") : t("ui.sources.roster");
  const nameOf = (ref: string) => known.find((one) => one.ref === ref)?.name ?? ref;
  const choose = (refs: string[]) => onChange(refs.map((ref) => seats.find((seat) => seat.staff === ref) ?? { staff: ref, hours: [], cap: null, backup: false }));
  const put = (ref: string, more: Partial<SeatForm>) => onChange(seats.map((seat) => (seat.staff === ref ? { ...seat, ...more } : seat)));
  return (
    <div className="form-field">
      <span className="sr-label">{label}</span>
      <Select mode="multiple" aria-label={label} value={seats.map((seat) => seat.staff)} onChange={choose} optionFilterProp="label"
        options={known.map((one) => ({ value: one.ref, label: one.name }))} placeholder={t("ui.sources.choose")} />
      {kind === "person" && seats.map((seat) => (
        <div key={seat.staff} className="sr-seat">
          <div className="row">
            <b className="spread">{nameOf(seat.staff)}</b>
            <InputNumber controls={false} aria-label={t("ui.sources.cap.of", { name: nameOf(seat.staff) })} min={1} max={100_000} placeholder={t("ui.sources.cap")}
              value={seat.cap ?? null} onChange={(cap) => put(seat.staff, { cap })} />
            <Checkbox checked={seat.backup ?? false} onChange={(event) => put(seat.staff, { backup: event.target.checked })}>{t("ui.sources.backup")}</Checkbox>
          </div>
          <Hours label={t("ui.sources.hours")} value={seat.hours ?? []} onChange={(hours) => put(seat.staff, { hours })} />
        </div>
      ))}
    </div>
  );
}
