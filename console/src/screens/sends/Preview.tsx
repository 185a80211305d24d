// The message as it stands in a chat, or the Moment as it stands in a feed.
import type { SendUpload } from "@/app/types";
import { named, t } from "@/i18n";
import { type Attachment, pictureSrc } from "./attaching";

interface PreviewProps { text: string; attachments: Attachment[]; uploads: Record<string, SendUpload>; feed?: boolean }

export function Preview({ text, attachments, uploads, feed = false }: PreviewProps) {
  const images = attachments.filter((one) => one.type === "image");
  const others = feed ? attachments.filter((one) => one.type !== "image") : attachments;
  return (
    <section className="card sd-preview" aria-label={t("ui.sends.preview")}>
      <h2>{t("ui.sends.preview")}</h2>
      <div className={feed ? "sd-feed" : "sd-chat"}>
        {!text && attachments.length === 0 && <p className="muted">{t("ui.sends.preview.empty")}</p>}
        {text && <p className={feed ? "sd-feed-text" : "sd-bubble"}>{text}</p>}
        {feed && images.length > 0 && (
          <div className={`sd-grid sd-grid-${images.length === 1 ? 1 : images.length === 4 ? 2 : 3}`}>
            {images.map((one) => <img key={one.handle} src={pictureSrc(one.handle)} alt={uploads[one.handle]?.name ?? ""} />)}
          </div>
        )}
        {others.map((one, at) => <Shown key={`${at}${one.type}`} one={one} uploads={uploads} />)}
      </div>
    </section>
  );
}

function Shown({ one, uploads }: { one: Attachment; uploads: Record<string, SendUpload> }) {
  if (one.type === "image") return <img className="sd-shown" src={pictureSrc(one.handle)} alt={uploads[one.handle]?.name ?? ""} />;
  if (one.type === "link" || one.type === "miniprogram") {
    const src = pictureSrc(one.picture);
    return (
      <div className="sd-bubble sd-link">
        <span className="sd-link-words">
          <b>{one.title || (one.type === "link" ? one.url : named("ui.sends.attachment", one.type))}</b>
          {one.type === "link" ? <small>{one.about || one.url}</small> : <small>{named("ui.sends.attachment", one.type)}</small>}
        </span>
        {src && <img src={src} alt="" />}
      </div>
    );
  }
  return <p className="sd-bubble sd-fileline"><b>{named("ui.sends.attachment", one.type)}</b> {uploads[one.handle]?.name}</p>;
}
