// What a newcomer is told within seconds: by day, and out of hours.
import { Input } from "antd";
import type { WelcomeForm } from "@/app/types";
import { t } from "@/i18n";

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
      <label><span>{t("ui.sources.welcome.link")}</span>
        <Input type="url" maxLength={2048} placeholder="https://" value={value.link_url} onChange={(event) => put({ link_url: event.target.value })} /></label>
      {value.link_url && (
        <label><span>{t("ui.sources.welcome.title")}</span>
          <Input maxLength={60} value={value.link_title} onChange={(event) => put({ link_title: event.target.value })} /></label>
      )}
    </>
  );
}
