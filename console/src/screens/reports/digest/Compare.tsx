import { Link } from "react-router";
import type { DigestEntry } from "@/app/types";
import { named, t } from "@/i18n";
import { day } from "@/i18n/format";
import { Load, Page, Pill, Skeleton } from "@/ui";
import { useComparison } from "../data";
import { sentenceOf } from "../words";
import { Figures } from "./Figures";

/** The figures of two summaries side by side. */
export function Compare({ earlier, later }: { earlier: number; later: number }) {
  const query = useComparison(earlier, later);
  return (
    <Page title={t("ui.digests.compare.title")} actions={<Link to="/reports">{t("ui.digests.back")}</Link>}>
      <Load query={query} what={t("ui.digests.failed.compare")} skeleton={<div className="card"><Skeleton rows={10} /></div>}>
        {({ before, after, figures }) => (
          <div className="rp-narrow stack">
            <div className="rp-two"><Side entry={before} /><Side entry={after} /></div>
            <Figures figures={figures} before={columnOf(before)} after={columnOf(after)} />
            {before.as_of === after.as_of ? <p className="muted">{t("ui.digests.compare.same")}</p> : (
              <p><Link to={`/checkup/compare?from=${before.as_of}&to=${after.as_of}`}>{t("ui.digests.compare.groups")}</Link></p>
            )}
          </div>
        )}
      </Load>
    </Page>
  );
}

const columnOf = (entry: DigestEntry) => t("ui.digests.title_of", { title: named("digest.period", entry.period), day: day(entry.as_of) });

function Side({ entry }: { entry: DigestEntry }) {
  return (
    <section className="card rp-card">
      <p className="row"><Pill tone={entry.period === "weekly" ? "brand" : "dead"}>{named("digest.period", entry.period)}</Pill>{day(entry.as_of, true)}</p>
      <Link className="rp-entry-link" to={`/reports/${entry.id}`}>{sentenceOf(entry.sentence)}</Link>
    </section>
  );
}
