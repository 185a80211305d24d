import type { ConnectionView } from "@/app/types";
import { named, t, tk } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { Icon, Pill, type Tone } from "@/ui";
import { troubleText } from "./words";

const TONES: Record<string, Tone> = { files: "alive", loopback: "alive", secret: "fading", off: "dead" };

/** Chat content: where it comes from, how far it was read, and of how many groups it hears. */
export function Archive({ one }: { one: ConnectionView }) {
  const { archive } = one;
  const reads = archive.where === "files" || archive.where === "loopback";
  const bad = archive.trouble !== null || archive.late;
  return (
    <section className="card cn-archive" id="archive" aria-label={t("ui.archive")}>
      <div className="row">
        <h2>{t("ui.archive")}</h2>
        <Pill tone={bad ? "danger" : (TONES[archive.where] ?? "unknown")}>{named("archive.where", archive.where)}</Pill>
      </div>
      <p className="cn-line">{tk(`archive.where.${archive.where}.text`, { folder: archive.folder })}</p>
      {archive.trouble && <p className="cn-trouble"><Icon name="warn" /> <span>{troubleText(archive.trouble)}</span></p>}
      {archive.late && <p className="cn-trouble"><Icon name="warn" /> <span>{t("ui.archive.late", { ago: relative(archive.last_at) })}</span></p>}
      {(reads || archive.records > 0) && (
        <dl className="cn-facts">
          <div><dt>{t("ui.archive.last")}</dt><dd>{archive.last_at ? relative(archive.last_at) : t("ui.archive.none")}</dd></div>
          <div><dt>{t("ui.archive.pulled")}</dt><dd>{archive.pulled_at ? relative(archive.pulled_at) : t("ui.connections.never")}</dd></div>
          <div><dt>{t("ui.archive.records")}</dt><dd>{number(archive.records)}</dd></div>
          {archive.unreadable > 0 && <div><dt>{t("ui.archive.unreadable")}</dt><dd>{number(archive.unreadable)}</dd></div>}
        </dl>
      )}
      {archive.checked_at !== null && (
        <>
          <dl className="cn-facts">
            <div><dt>{t("ui.archive.seats")}</dt><dd>{number(archive.seats)}</dd></div>
            <div><dt>{t("ui.archive.covered")}</dt><dd>{number(archive.covered)} / {number(archive.groups)}</dd></div>
            <div><dt>{t("ui.archive.refused")}</dt><dd>{number(archive.refused)} / {number(archive.people)}</dd></div>
          </dl>
          <p className="muted">{t("ui.archive.consent", { ago: relative(archive.checked_at) })}</p>
        </>
      )}
    </section>
  );
}
