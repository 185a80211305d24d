// The message as it stands in a chat.
import { t } from "@/i18n";

export function Preview({ text, link }: { text: string; link?: { title: string; url: string } }) {
  return (
    <section className="card sd-preview" aria-label={t("ui.sends.preview")}>
      <h2>{t("ui.sends.preview")}</h2>
      <div className="sd-chat">
        {!text && !link && <p className="muted">{t("ui.sends.preview.empty")}</p>}
        {text && <p className="sd-bubble">{text}</p>}
        {link && <p className="sd-bubble sd-link"><b>{link.title || link.url}</b><small>{link.url}</small></p>}
      </div>
    </section>
  );
}
