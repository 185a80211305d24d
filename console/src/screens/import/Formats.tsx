import { named, t } from "@/i18n";

const CHATS = ["wecom_archive", "chatlog", "wechat_csv", "weflow", "qq_exporter", "qq_text", "telegram_json", "slack", "discord_json", "whatsapp", "chatlab"];
const TABLES = ["messages", "counts", "members", "groups", "orders", "staff", "house"];

/** What may be dropped, one click away. */
export function Formats() {
  return (
    <details className="im-formats">
      <summary>{t("ui.import.formats")}</summary>
      <dl>
        <dt>{t("ui.import.formats.chats")}</dt>
        <dd>{CHATS.map((kind) => named("kind", kind)).join(" · ")}</dd>
        <dt>{t("ui.import.formats.tables")}</dt>
        <dd>{TABLES.map((shape) => named("table_kind", shape)).join(" · ")}</dd>
        <dt>{t("ui.import.formats.packed")}</dt>
        <dd>{t("ui.import.formats.packed.text")}</dd>
      </dl>
    </details>
  );
}
