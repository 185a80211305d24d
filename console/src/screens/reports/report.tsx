import { useParams } from "react-router";
import { isProblem } from "@/app/problem";
import { t } from "@/i18n";
import { relative } from "@/i18n/format";
import { EmptyState, Load, Page, Skeleton } from "@/ui";
import { useDigest } from "./data";
import { Body } from "./digest/Body";
import { Files } from "./digest/Files";
import { titleOf } from "./words";
import "./reports.css";

/** One summary, whole. */
export default function Report() {
  const id = Number(useParams()["id"]);
  const query = useDigest(Number.isSafeInteger(id) ? id : 0);
  const entry = query.data?.entry;
  const gone = isProblem(query.error, "not_found") || !(id > 0);
  return (
    <Page title={entry ? titleOf(entry) : t("ui.digests.title")} note={entry && t("ui.digests.made", { ago: relative(entry.made_at) })}
      actions={entry && <Files id={entry.id} />}>
      {gone ? <EmptyState kind="nothing" title={t("ui.digests.gone")} text={t("ui.digests.gone.text")} /> : (
        <Load query={query} what={t("ui.digests.failed.one")} skeleton={<div className="card"><Skeleton rows={12} height={520} /></div>}>
          {(data) => <Body digest={data.digest} />}
        </Load>
      )}
    </Page>
  );
}
