// 群体检: what is the case, which groups, what to do with them.
import { useQuery } from "@tanstack/react-query";
import { useStatus } from "@/app/jobs";
import { isProblem } from "@/app/problem";
import { t } from "@/i18n";
import { ErrorState, Page, Pill } from "@/ui";
import { Actions, useRefresh } from "./Actions";
import { Board } from "./Board";
import { summaryQuery, useRows } from "./data";
import { day, relative } from "./numbers";
import { Bones, Never } from "./Parts";
import { Summary } from "./Summary";
import { useView } from "./useView";
import "./checkup.css";
import "./map.css";
import "./detail.css";

export default function CheckupScreen() {
  const [view, change] = useView();
  const summary = useQuery(summaryQuery);
  const list = useRows();
  const stale = useStatus()?.checkup?.stale ?? false;
  const { job, refresh, may } = useRefresh();

  if (isProblem(summary.error, "no_checkup")) return <Page title={t("ui.checkup.title")}><Never /></Page>;
  const failed = summary.data ? null : summary.error;
  const note = summary.data && (
    <>
      {t("ui.checkup.as_of", { day: day(summary.data.as_of, true) })} · {t("ui.checkup.made", { ago: relative(summary.data.made_at) })}
      {stale && <> <Pill tone="fading">{t("ui.checkup.stale")}</Pill></>}
    </>
  );
  return (
    <Page title={t("ui.checkup.title")} note={note} actions={<Actions view={view} change={change} refresh={may ? refresh : null} busy={job !== undefined} />}>
      {failed && <ErrorState error={failed} what={t("ui.checkup.failed")} retry={() => { void summary.refetch(); void list.refetch(); }} />}
      {!failed && !summary.data && <Bones />}
      {summary.data && (
        <>
          <Summary summary={summary.data} view={view} change={change} job={job} />
          <Board view={view} change={change} list={list} alive={summary.data.assumptions["alive_from"] ?? 0.5} />
        </>
      )}
    </Page>
  );
}
