// Two check-ups side by side: what changed in sum, which states became which, and each group that differs.
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { t } from "@/i18n";
import { EmptyState, ErrorState, Page, Skeleton } from "@/ui";
import { isProblem } from "@/app/problem";
import { Changed } from "./compare/Changed";
import { Days } from "./compare/Days";
import { StateFlow } from "./compare/StateFlow";
import { TotalsTable } from "./compare/TotalsTable";
import { summaryQuery, useCompare } from "./data";
import { Never } from "./Parts";
import "./checkup.css";
import "./detail.css";
import "./compare.css";

export default function CompareScreen() {
  const summary = useQuery(summaryQuery);
  const [address, setAddress] = useSearchParams();
  const days = summary.data?.days ?? [];
  const to = address.get("to") ?? days[0] ?? "";
  const from = address.get("from") ?? days.find((day) => day < to) ?? weekBefore(to);
  const query = useCompare(from, to);
  const choose = (next: { from?: string; to?: string }) => setAddress({ from, to, ...next }, { replace: true });

  if (isProblem(summary.error, "no_checkup")) return <Page title={t("ui.nav.compare")}><Never /></Page>;
  const view = query.data;
  return (
    <Page title={t("ui.nav.compare")} actions={<Days from={from} to={to} days={days} onChange={choose} />}>
      {query.error && !query.isPlaceholderData && <ErrorState error={query.error} what={t("ui.checkup.compare.failed")} retry={() => void query.refetch()} />}
      {!view && !query.error && <Skeleton rows={12} height={500} />}
      {view && (
        <div className={query.isPlaceholderData ? "cu-compare cu-old" : "cu-compare"} aria-busy={query.isPlaceholderData}>
          <p className="cu-compare-said">{said(view.groups.length, view.before.states["alive"] ?? 0, view.after.states["alive"] ?? 0)}</p>
          <div className="cu-two">
            <StateFlow view={view} />
            <TotalsTable before={view.before} after={view.after} from={view.from} to={view.to} />
          </div>
          {view.groups.length === 0 ? <EmptyState kind="done" title={t("ui.checkup.compare.same")} /> : <Changed groups={view.groups} />}
        </div>
      )}
    </Page>
  );
}

function said(changed: number, before: number, after: number): string {
  const alive = t(after > before ? "ui.checkup.compare.more" : after < before ? "ui.checkup.compare.fewer" : "ui.checkup.compare.level", { before, after });
  return `${t("ui.checkup.compare.changed", { n: changed })}${alive}`;
}

function weekBefore(day: string): string {
  if (!day) return "";
  const then = new Date(`${day}T00:00:00Z`);
  then.setUTCDate(then.getUTCDate() - 7);
  return then.toISOString().slice(0, 10);
}
