// A condition as JSON, for what no field shows: checked by the server before it is taken.
import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { api, ok } from "@/app/api";
import { ApiProblem, sentence } from "@/app/problem";
import { t, tk } from "@/i18n";
import { Dialog } from "@/ui";
import { PURPOSE } from "../data";
import { type Rule, toApi } from "../model";

interface JsonEditProps { rule: Rule; onClose: () => void; onSave: (rule: Rule) => void }

function parsed(text: string): Rule | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "op" in value ? (value as Rule) : null;
  } catch {
    return null;
  }
}

export function JsonEdit({ rule, onClose, onSave }: JsonEditProps) {
  const [text, setText] = useState(() => JSON.stringify(rule, null, 2));
  const value = parsed(text);
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: (next: Rule) => ok(api.POST("/api/v1/segments/preview", { body: { rule: toApi(next), overlap: [], purpose: PURPOSE } })),
    onSuccess: (_answer, next) => { onSave(next); onClose(); },
  });
  const places = save.error instanceof ApiProblem ? save.error.errors : [];
  return (
    <Dialog open onClose={onClose} width={640} title={t("ui.segments.json.title")} footer={
      <>
        <span className="spread" />
        <Button onClick={onClose}>{t("ui.act.back")}</Button>
        <Button type="primary" disabled={!value} loading={save.isPending} onClick={() => value && save.mutate(value)}>{t("ui.segments.json.take")}</Button>
      </>
    }>
      <p className="muted">{t("ui.segments.json.text")}</p>
      <Input.TextArea className="sg-code" aria-label={t("ui.segments.json.title")} autoSize={{ minRows: 8, maxRows: 20 }} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
      {!value && <p className="form-error" role="alert">{t("ui.segments.json.bad")}</p>}
      {save.error && (
        <div className="form-error" role="alert">
          <p>{sentence(save.error)}</p>
          <ul>{places.map((one) => <li key={one.at + one.code}><code>{one.at}</code> {tk(one.code, one.params, one.code)}</li>)}</ul>
        </div>
      )}
    </Dialog>
  );
}
