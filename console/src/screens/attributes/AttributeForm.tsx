import { useMutation } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import { type FormEvent, useId, useState } from "react";
import { api, ok } from "@/app/api";
import { placed, sentence } from "@/app/problem";
import type { AttributeDefinition, AttributeDraft } from "@/app/types";
import { named, t } from "@/i18n";
import { Dialog } from "@/ui";
import { CODE, choicesOf, chooses, digits, nextPlace, TYPES } from "./model";

interface FormProps {
  attribute: AttributeDefinition | undefined;
  last: AttributeDefinition[];
  onClose: () => void;
}

/** A new attribute, or other words for one. Code and type are given once. */
export function AttributeForm({ attribute, last, onClose }: FormProps) {
  const form = useId();
  const [code, setCode] = useState(attribute?.code ?? "");
  const [zh, setZh] = useState(attribute?.name_zh ?? "");
  const [en, setEn] = useState(attribute?.name_en ?? "");
  const [type, setType] = useState<AttributeDraft["type"]>(attribute?.type ?? "text");
  const [lines, setLines] = useState(attribute?.choices.join("\n") ?? "");
  const [sensitive, setSensitive] = useState(attribute?.sensitive ?? false);
  const [position, setPosition] = useState(String(attribute?.position ?? nextPlace(last)));
  const choices = chooses(type) ? choicesOf(lines) : [];
  const save = useMutation({
    meta: { quiet: true, touches: ["attributes", "segments"] },
    mutationFn: async () => {
      const words = { name_zh: zh.trim(), name_en: en.trim(), choices, sensitive, position: Number(position) };
      if (attribute) return ok(api.PATCH("/api/v1/attributes/{code}", { params: { path: { code: attribute.code } }, body: words }));
      return ok(api.POST("/api/v1/attributes", { body: { ...words, code: code.trim(), type } }));
    },
    onSuccess: onClose,
  });
  const coded = attribute !== undefined || CODE.test(code.trim());
  const ready = coded && zh.trim() !== "" && en.trim() !== "" && (!chooses(type) || choices.length > 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={attribute ? t("ui.attributes.edit.title", { code: attribute.code }) : t("ui.attributes.add")} footer={
      <>
        <span className="spread" />
        <Button onClick={onClose}>{t("ui.act.back")}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={save.isPending} disabled={!ready}>{attribute ? t("ui.act.save") : t("ui.attributes.add")}</Button>
      </>
    }>
      <form id={form} className="form" onSubmit={submit} noValidate>
        <label>
          <span>{t("ui.attributes.name_zh")}</span>
          <Input maxLength={60} lang="zh-CN" value={zh} onChange={(event) => setZh(event.target.value)} />
          <Wrong error={save.error} at="name_zh" />
        </label>
        <label>
          <span>{t("ui.attributes.name_en")}</span>
          <Input maxLength={60} lang="en" value={en} onChange={(event) => setEn(event.target.value)} />
          <Wrong error={save.error} at="name_en" />
        </label>
        {!attribute && (
          <>
            <label>
              <span>{t("ui.attributes.code")}</span>
              <Input maxLength={40} autoCapitalize="none" spellCheck={false} autoComplete="off" value={code} onChange={(event) => setCode(event.target.value.toLowerCase())} />
              <small className={code.trim() !== "" && !coded ? "form-error" : "muted"}>{t("ui.attributes.code.hint")}</small>
            </label>
            <label>
              <span>{t("ui.attributes.type")}</span>
              <Select value={type} onChange={setType} aria-label={t("ui.attributes.type")} options={TYPES.map((one) => ({ value: one, label: named("ui.attributes.type", one) }))} />
              <small className="muted">{t("ui.attributes.type.hint")}</small>
            </label>
          </>
        )}
        {chooses(type) && (
          <label>
            <span>{t("ui.attributes.choices")}</span>
            <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} value={lines} onChange={(event) => setLines(event.target.value)} />
            <small className="muted">{t("ui.attributes.choices.hint", { n: choices.length })}</small>
            <Wrong error={save.error} at="choices" />
          </label>
        )}
        <label>
          <span>{t("ui.attributes.position")}</span>
          <Input inputMode="numeric" maxLength={6} value={position} onChange={(event) => setPosition(digits(event.target.value))} />
        </label>
        <div className="form-field">
          <Checkbox checked={sensitive} onChange={(event) => setSensitive(event.target.checked)}>{t("ui.attributes.sensitive")}</Checkbox>
          <small className="muted">{t("ui.attributes.sensitive.hint")}</small>
        </div>
        {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      </form>
    </Dialog>
  );
}

function Wrong({ error, at }: { error: unknown; at: string }) {
  const text = placed(error, at);
  return text ? <small className="form-error">{text}</small> : null;
}
