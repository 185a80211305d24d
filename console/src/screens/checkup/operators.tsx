// Who carries how many groups, and what the advice would take off them; and what is put into many groups alike.
import { useQuery } from "@tanstack/react-query";
import { isProblem } from "@/app/problem";
import { t } from "@/i18n";
import { EmptyState, ErrorState, Load, Page, Skeleton } from "@/ui";
import { blastsQuery, operatorsQuery, summaryQuery } from "./data";
import { Blasts } from "./detail/BlastList";
import { LoadTable } from "./operators/LoadTable";
import { Never } from "./Parts";
import "./checkup.css";
import "./detail.css";
import "./compare.css";

export default function OperatorsScreen() {
  const summary = useQuery(summaryQuery);
  const operators = useQuery(operatorsQuery);
  const blasts = useQuery(blastsQuery);
  if (isProblem(summary.error, "no_checkup")) return <Page title={t("ui.nav.operators")}><Never /></Page>;
  const { assumptions } = summary.data ?? {};
  return (
    <Page title={t("ui.nav.operators")}>
      {operators.error && !operators.data && <ErrorState error={operators.error} what={t("ui.checkup.load.failed")} retry={() => void operators.refetch()} />}
      {!operators.data && !operators.error && <Skeleton rows={12} height={500} />}
      {operators.data?.length === 0 && <EmptyState kind="never" title={t("ui.checkup.load.none")} text={t("ui.checkup.load.none.text")} />}
      {operators.data && operators.data.length > 0 && <LoadTable operators={operators.data} assumptions={assumptions ?? {}} />}
      <section className="card">
        <h2>{t("report.blasts")}</h2>
        <p className="muted">{t("report.blasts.note")}</p>
        <Load query={blasts} what={t("ui.checkup.load.failed")} skeleton={<Skeleton rows={5} />}>
          {(found) => (found.length ? <Blasts blasts={found} /> : <EmptyState compact kind="done" title={t("ui.checkup.blasts.none")} />)}
        </Load>
      </section>
    </Page>
  );
}
