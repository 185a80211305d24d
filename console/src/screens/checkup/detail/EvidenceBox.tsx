import type { GroupReport } from "@/app/types";
import { named, t } from "@/i18n";
import { Def } from "@/ui";
import { day, number } from "../numbers";

/** From what, over what span, and how sure. */
export function EvidenceBox({ report }: { report: GroupReport }) {
  const { evidence } = report;
  const sources = evidence.sources.map((one) => named("evidence", one)).join(t("table.comma"));
  return (
    <section className="cu-part">
      <h3><Def k="confidence">{t("report.evidence")}</Def></h3>
      <dl className="cu-pairs">
        <div><dt>{t("report.evidence.sources")}</dt><dd>{sources || "–"}</dd></div>
        <div><dt>{t("report.evidence.span")}</dt><dd>{day(evidence.first_day)} – {day(evidence.last_day)}</dd></div>
        <div><dt>{t("report.evidence.messages")}</dt><dd>{number(evidence.messages)}</dd></div>
        <div><dt>{t("report.evidence.flows")}</dt><dd>{number(evidence.joins)} / {number(evidence.leaves)}</dd></div>
        <div><dt>{t("column.confidence")}</dt><dd>{named("confidence", report.confidence)}</dd></div>
        <div><dt>{t("column.platform")}</dt><dd>{named("platform", report.platform)}</dd></div>
        <div><dt>{t("column.id")}</dt><dd><code className="cu-id">{report.id}</code></dd></div>
      </dl>
    </section>
  );
}
