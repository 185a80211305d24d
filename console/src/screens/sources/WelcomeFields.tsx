// What a newcomer is told within seconds: by day, and out of hours; with a picture and a link.
import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useRef } from "react";
import { sentence } from "@/app/problem";
import type { WelcomeForm } from "@/app/types";
import { t } from "@/i18n";
import { pictureOf, upload } from "./data";

const MOST = 1_300; // characters: 4,000 bytes of Chinese

export const BLANK: WelcomeForm = { text: "", off_text: "", picture: null, link_title: "", link_url: "" };

export function WelcomeFields({ value, onChange }: { value: WelcomeForm; onChange: (welcome: WelcomeForm) => void }) {
  const put = (more: Partial<WelcomeForm>) => onChange({ ...value, ...more });
  return (
    <>
      <label><span>{t("ui.sources.welcome.text")}</span>
        <Input.TextArea rows={3} maxLength={MOST} value={value.text} onChange={(event) => put({ text: event.target.value })} /></label>
      <label><span>{t("ui.sources.welcome.off")}</span>
        <Input.TextArea rows={2} maxLength={MOST} value={value.off_text} onChange={(event) => put({ off_text: event.target.value })} />
        <small className="muted">{t("ui.sources.welcome.off.text")}</small></label>
      <Picture value={value.picture ?? null} onChange={(picture) => put({ picture })} />
      <label><span>{t("ui.sources.welcome.link")}</span>
        <Input type="url" maxLength={2048} placeholder="https://" value={value.link_url} onChange={(event) => put({ link_url: event.target.value })} /></label>
      {value.link_url && (
        <label><span>{t("ui.sources.welcome.title")}</span>
          <Input maxLength={60} value={value.link_title} onChange={(event) => put({ link_title: event.target.value })} /></label>
      )}
    </>
  );
}

function Picture({ value, onChange }: { value: number | null; onChange: (picture: number | null) => void }) {
  const file = useRef<HTMLInputElement>(null);
  const take = useMutation({ meta: { quiet: true }, mutationFn: upload, onSuccess: (kept) => onChange(kept.id) });
  const label = t("ui.sources.welcome.picture");
  return (
    <div className="form-field">
      <span className="sr-label">{label}</span>
      <div className="row sr-picture">
        {value !== null && <img src={pictureOf(value)} alt={label} width={64} height={64} />}
        <Button loading={take.isPending} onClick={() => file.current?.click()}>{t(value === null ? "ui.sources.welcome.picture.choose" : "ui.sources.welcome.picture.other")}</Button>
        {value !== null && <Button type="text" onClick={() => { take.reset(); onChange(null); }}>{t("ui.sources.welcome.picture.none")}</Button>}
      </div>
      <small className="muted">{t("ui.sources.welcome.picture.text")}</small>
      {take.error && <p className="form-error" role="alert">{sentence(take.error)}</p>}
      <input ref={file} type="file" hidden tabIndex={-1} accept="image/png,image/jpeg" aria-hidden="true"
        onChange={(event) => { const one = event.currentTarget.files?.[0]; event.currentTarget.value = ""; if (one) take.mutate(one); }} />
    </div>
  );
}
