// A list of customers from a file or from what somebody pastes: ids, phones or e-mails, one a line.
import { useMutation } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { type FormEvent, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { api, ok } from "@/app/api";
import { sentence } from "@/app/problem";
import type { ListUpload } from "@/app/types";
import { t } from "@/i18n";
import { Dialog } from "@/ui";
import { AREA } from "../data";
import { guessed, linesOf } from "./upload";

type By = ListUpload["by"];
const BYS: By[] = ["phone", "external_id", "email", "customer_id"];
const LARGEST = 24 << 20; // bytes; the server takes 32 MB of JSON

export function UploadDialog({ onClose }: { onClose: () => void }) {
  const form = useId();
  const navigate = useNavigate();
  const file = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const [by, setBy] = useState<By>();
  const [wrong, setWrong] = useState("");
  const meant = by ?? guessed(text);
  const lines = linesOf(text);
  const send = useMutation({
    meta: { quiet: true, touches: [AREA] },
    mutationFn: () => ok(api.POST("/api/v1/segments/upload", { body: { name: name.trim(), text, by: meant, description: "" } })),
  });
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    if (chosen.size > LARGEST) return setWrong(t("ui.segments.upload.large"));
    setWrong("");
    try {
      setText(new TextDecoder("utf-8", { fatal: true }).decode(await chosen.arrayBuffer()));
    } catch {
      setWrong(t("ui.segments.upload.not_text"));
      return;
    }
    if (!name.trim()) setName(chosen.name.replace(/\.\w+$/, "").slice(0, 60));
  };
  const ready = name.trim() !== "" && lines > 0;
  const submit = (event: FormEvent) => { event.preventDefault(); if (ready) send.mutate(); };
  if (send.data) {
    const { id, lines: told, matched, members } = send.data;
    return (
      <Dialog open onClose={onClose} title={t("ui.segments.upload.done", { name: name.trim() })} footer={
        <><span className="spread" /><Button onClick={onClose}>{t("ui.act.close")}</Button><Button type="primary" onClick={() => void navigate(`/segments/${id}`)}>{t("ui.segments.keys.open")}</Button></>
      }>
        <p className="sg-big">{members.toLocaleString("en-US")}<span className="sg-of">{t("ui.segments.upload.members")}</span></p>
        <p>{t("ui.segments.upload.matched", { matched, lines: told })}{matched < told && ` ${t("ui.segments.upload.missed", { n: told - matched })}`}</p>
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} title={t("ui.segments.upload")} footer={
      <><span className="spread" /><Button onClick={onClose} disabled={send.isPending}>{t("ui.act.back")}</Button><Button type="primary" htmlType="submit" form={form} loading={send.isPending} disabled={!ready}>{t("ui.segments.upload.act")}</Button></>
    }>
      <form id={form} className="form" onSubmit={submit} noValidate>
        <p className="muted">{t("ui.segments.upload.text")}</p>
        <label><span>{t("ui.segments.name")}</span><Input maxLength={60} value={name} onChange={(event) => setName(event.target.value)} /></label>
        <label>
          <span>{t("ui.segments.upload.lines")}</span>
          <Input.TextArea className="sg-code" autoSize={{ minRows: 5, maxRows: 10 }} spellCheck={false} value={text.length > 20_000 ? `${text.slice(0, 20_000)}…` : text} readOnly={text.length > 20_000}
            placeholder={t("ui.segments.upload.example")} onChange={(event) => setText(event.target.value)} />
        </label>
        <div className="row">
          <Button onClick={() => file.current?.click()}>{t("ui.segments.upload.file")}</Button>
          {text && <Button onClick={() => setText("")}>{t("ui.segments.upload.empty")}</Button>}
          <span className="muted" aria-live="polite">{t("ui.segments.upload.count", { n: lines })}</span>
          <input ref={file} type="file" hidden tabIndex={-1} accept=".txt,.csv,.tsv,text/plain,text/csv" onChange={(event) => { void take(event.currentTarget.files?.[0]); event.currentTarget.value = ""; }} />
        </div>
        <label>
          <span>{t("ui.segments.upload.by")}</span>
          <Select value={meant} onChange={setBy} aria-label={t("ui.segments.upload.by")} options={BYS.map((one) => ({ value: one, label: t(`ui.segments.upload.by.${one}`) }))} />
        </label>
        {(wrong || send.error) && <p className="form-error" role="alert">{wrong || sentence(send.error)}</p>}
      </form>
    </Dialog>
  );
}
