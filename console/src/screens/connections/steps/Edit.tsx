import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type FormEvent, useId, useState } from "react";
import { sentence } from "@/app/problem";
import type { ConnectionView } from "@/app/types";
import { t } from "@/i18n";
import { Dialog } from "@/ui";
import { change } from "../data";

export type FieldName = "name" | "corp_id" | "agent_id" | "secret" | "archive_secret" | "base_url";
const SECRET: FieldName[] = ["secret", "archive_secret"];

/** Some of the settings, changed in a window. What stays blank stays as it was. */
export function Edit({ one, title, fields, onClose }: { one: ConnectionView; title: string; fields: FieldName[]; onClose: () => void }) {
  const form = useId();
  const [told, setTold] = useState<Partial<Record<FieldName, string>>>(() => ({ ...one.settings, name: one.name }));
  const save = useMutation({
    meta: { quiet: true, touches: ["connections"] },
    mutationFn: () => {
      const settings = Object.fromEntries(fields.filter((name) => name !== "name").map((name) => [name, told[name]?.trim() ?? ""]));
      return change(one.id, { ...(fields.includes("name") ? { name: told.name?.trim() ?? "" } : {}), settings });
    },
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={title} footer={
      <>
        <span className="spread" />
        <Button onClick={onClose}>{t("ui.act.back")}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={save.isPending}>{t("ui.connections.save")}</Button>
      </>
    }>
      <form id={form} className="form" onSubmit={submit} noValidate>
        {fields.map((name) => <Field key={name} name={name} value={told[name] ?? ""} given={one.given.includes(name)} onChange={(text) => setTold((old) => ({ ...old, [name]: text }))} />)}
        {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      </form>
    </Dialog>
  );
}

interface FieldProps { name: FieldName; value: string; given?: boolean; onChange: (text: string) => void }

export function Field({ name, value, given, onChange }: FieldProps) {
  const hidden = SECRET.includes(name);
  return (
    <label>
      <span>{t(`ui.connections.${name}`)}</span>
      <Input type={hidden ? "password" : "text"} value={value} maxLength={200} autoComplete={hidden ? "new-password" : "off"} spellCheck={false} data-field={name}
        placeholder={given ? t("ui.connections.kept") : ""} onChange={(event) => onChange(event.target.value)} />
      <small className="muted">{t(`ui.connections.${name}.where`)}</small>
    </label>
  );
}
