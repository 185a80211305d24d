// The first organisation: a business model, and a name for each of its levels.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { sentence } from "@/app/problem";
import type { OrgPreset } from "@/app/types";
import { named, t } from "@/i18n";
import { toast } from "@/ui";
import { begin } from "./data";

export function Begin({ presets }: { presets: OrgPreset[] }) {
  const [code, setCode] = useState<OrgPreset["code"]>(presets[0]?.code ?? "b2c");
  const [names, setNames] = useState<Record<string, string>>({});
  const preset = presets.find((one) => one.code === code);
  const levels = preset?.levels ?? [];
  const wanted = levels.map((level) => (names[level] ?? "").trim());
  const make = useMutation({ meta: { quiet: true }, mutationFn: () => begin(code, wanted), onSuccess: () => toast({ text: t("ui.org.begun") }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted.every(Boolean)) make.mutate();
  };
  return (
    <form className="card stack og-begin" onSubmit={submit} aria-label={t("ui.org.begin")} noValidate>
      <h2>{t("ui.org.begin")}</h2>
      <p className="muted">{t("ui.org.begin.text")}</p>
      <fieldset>
        <legend className="hidden-text">{t("ui.org.model")}</legend>
        {presets.map((one) => (
          <label key={one.code} className="og-choice">
            <input type="radio" name="preset" checked={one.code === code} onChange={() => setCode(one.code)} />
            <span>{named("preset", one.code)}</span>
          </label>
        ))}
      </fieldset>
      {levels.map((level) => (
        <label key={level} className="form-field"><span>{t("ui.org.name.of", { level: named("level", level) })}</span>
          <input className="rt-input" maxLength={100} value={names[level] ?? ""} onChange={(event) => setNames({ ...names, [level]: event.target.value })} /></label>
      ))}
      {make.error && <p className="form-error" role="alert">{sentence(make.error)}</p>}
      <div className="row"><span className="muted spread">{t("ui.org.begin.later")}</span>
        <Button type="primary" htmlType="submit" loading={make.isPending} disabled={!wanted.every(Boolean)}>{t("ui.org.begin.act")}</Button></div>
    </form>
  );
}
