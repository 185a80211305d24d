import { useMutation } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import { type FormEvent, useId, useState } from "react";
import { api, ok } from "@/app/api";
import { isProblem, placed, sentence } from "@/app/problem";
import type { Period, WebhookView } from "@/app/types";
import { lang as current, LANGS, named, OWN_NAME, t } from "@/i18n";
import { Dialog } from "@/ui";

interface FormProps {
  onClose: () => void;
  onMade: (made: { webhook: WebhookView; secret: string }) => void;
}

const PERIODS: Period[] = ["daily", "weekly"];

export function HookForm({ onClose, onMade }: FormProps) {
  const form = useId();
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [periods, setPeriods] = useState<Period[]>(PERIODS);
  const [lang, setLang] = useState(current());
  const make = useMutation({
    meta: { quiet: true, touches: ["webhooks"] },
    mutationFn: () => ok(api.POST("/api/v1/webhooks", { body: { name: name.trim(), url: url.trim(), periods, lang } })),
    onSuccess: (made) => {
      onClose();
      onMade(made);
    },
  });
  const ready = name.trim() !== "" && url.trim().length >= 8 && periods.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !make.isPending) make.mutate();
  };
  const ofUrl = isProblem(make.error, "webhook_url") || isProblem(make.error, "webhook_address") ? sentence(make.error) : placed(make.error, "url");
  return (
    <Dialog open onClose={onClose} title={t("ui.digests.hooks.add")} footer={
      <>
        <span className="spread" />
        <Button onClick={onClose}>{t("ui.act.back")}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={make.isPending} disabled={!ready}>{t("ui.digests.hooks.add")}</Button>
      </>
    }>
      <form id={form} className="form" onSubmit={submit} noValidate>
        <label>
          <span>{t("ui.digests.hooks.name")}</span>
          <Input value={name} maxLength={80} placeholder={t("ui.digests.hooks.name.hint")} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          <span>{t("ui.digests.hooks.url")}</span>
          <Input value={url} type="url" inputMode="url" maxLength={2000} className="mono" placeholder="https://" autoComplete="off" spellCheck={false}
            status={ofUrl ? "error" : ""} onChange={(event) => setUrl(event.target.value)} />
          <small className="muted">{t("ui.digests.hooks.url.hint")}</small>
        </label>
        <fieldset>
          <legend>{t("ui.digests.hooks.periods")}</legend>
          <Checkbox.Group className="form-checks" value={periods} onChange={(value) => setPeriods(value as Period[])}
            options={PERIODS.map((one) => ({ value: one, label: named("digest.period", one) }))} />
        </fieldset>
        <label>
          <span>{t("ui.digests.hooks.lang")}</span>
          <Select value={lang} onChange={setLang} aria-label={t("ui.digests.hooks.lang")} options={LANGS.map((one) => ({ value: one, label: OWN_NAME[one] }))} />
        </label>
        {make.error && <p className="form-error" role="alert">{ofUrl ?? sentence(make.error)}</p>}
      </form>
    </Dialog>
  );
}
