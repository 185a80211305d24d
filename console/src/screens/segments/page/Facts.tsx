// What is the case with a segment: one strip under its name.
import type { SegmentDetail } from "@/app/types";
import { t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { Def, Icon, Pill } from "@/ui";
import { errorText, movedText, sweptText } from "../words";

export function Facts({ detail, changed }: { detail: SegmentDetail; changed: boolean }) {
  const { row, origin } = detail;
  const error = errorText(row);
  const from = origin && typeof origin["lines"] === "number" ? t("ui.segments.origin.upload", { lines: number(origin["lines"]), matched: number(Number(origin["matched"] ?? 0)) })
    : origin && origin["segment"] !== undefined ? t("ui.segments.origin.frozen", { segment: String(origin["segment"]), version: String(origin["version"] ?? "–") }) : "";
  return (
    <div className="sg-facts">
      {row.description && <p className="sg-description">{row.description}</p>}
      <dl>
        <div><dt><Def k="segment_members">{t("ui.segments.members")}</Def></dt><dd>{row.members === null ? t("ui.segments.swept.soon") : number(row.members)}</dd></div>
        {row.moved_at !== null && <div><dt><Def k="segment_moved">{t("ui.segments.moved")}</Def></dt><dd>{movedText(row)} <span className="muted">{relative(row.moved_at)}</span></dd></div>}
        <div><dt>{t("ui.segments.swept")}</dt><dd>{sweptText(row)}</dd></div>
        {row.kind === "dynamic" && <div><dt>{t("ui.segments.refresh")}</dt><dd>{t(`ui.segments.refresh.${row.refresh}`)}</dd></div>}
        {row.kind === "dynamic" && <div><dt>{t("ui.segments.version")}</dt><dd>v{row.version} {changed && <Pill tone="fading">{t("ui.segments.unsaved")}</Pill>}</dd></div>}
        {from && <div><dt>{t("ui.segments.origin")}</dt><dd>{from}</dd></div>}
        {Number(origin?.["erased"] ?? 0) > 0 && <div><dt>{t("ui.segments.origin.erased")}</dt><dd>{number(Number(origin?.["erased"]))}</dd></div>}
      </dl>
      {error && <p className="sg-fault" role="alert"><Icon name="warn" size={13} /> {t("ui.segments.error.line", { why: error })}</p>}
    </div>
  );
}
