// Right of the title: table or map, make it anew, take it away.
import { Button } from "antd";
import { useMutation } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import { useCommands } from "@/app/commands";
import { isOpen, putJob, useJobs } from "@/app/jobs";
import { useCan } from "@/app/session";
import type { JobView } from "@/app/types";
import { lang, t } from "@/i18n";
import { Icon, Menu } from "@/ui";
import type { View } from "./model/view";
import { EXPORT, REPORT } from "./paths";
import type { Change } from "./useView";

export function useRefresh(): { job: JobView | undefined; refresh: () => void; may: boolean } {
  const job = useJobs().find((one) => one.kind === "checkup" && isOpen(one));
  const start = useMutation({ mutationFn: () => ok(api.POST("/api/v1/checkup/refresh")), onSuccess: putJob });
  const may = useCan("advice.act");
  return { job, refresh: () => start.mutate(), may: may && !start.isPending };
}

export function Actions({ view, change, refresh, busy }: { view: View; change: Change; refresh: (() => void) | null; busy: boolean }) {
  const tag = lang();
  const open = (address: string) => window.open(address, "_blank", "noopener");
  useCommands([
    { id: "checkup.shape", label: t(view.shape === "map" ? "ui.checkup.as_table" : "ui.checkup.as_map"), kind: "act", run: () => change({ shape: view.shape === "map" ? "table" : "map" }) },
    { id: "checkup.export", label: t("ui.checkup.export.xlsx"), kind: "act", run: () => location.assign(EXPORT(tag)) },
    ...(refresh ? [{ id: "checkup.refresh", label: t("ui.checkup.refresh"), kind: "run" as const, run: refresh }] : []),
  ]);
  return (
    <>
      <div className="cu-shape" role="group" aria-label={t("ui.checkup.shape")}>
        <button type="button" aria-pressed={view.shape === "table"} onClick={() => change({ shape: "table" })}><Icon name="log" size={14} /><span>{t("ui.checkup.table")}</span></button>
        <button type="button" aria-pressed={view.shape === "map"} onClick={() => change({ shape: "map" })}><Icon name="map" size={14} /><span>{t("ui.checkup.map")}</span></button>
      </div>
      {refresh && <Button className="cu-refresh" icon={<Icon name="reload" size={14} />} loading={busy} onClick={refresh}>{t("ui.checkup.refresh")}</Button>}
      <Menu trigger={<><Icon name="download" size={14} /><span>{t("ui.checkup.export")}</span></>} label={t("ui.checkup.export")} className="cu-facet cu-export" align="end" items={[
        { id: "xlsx", label: t("ui.checkup.export.xlsx"), run: () => location.assign(EXPORT(tag)) },
        { id: "report", label: t("ui.checkup.export.report"), run: () => open(REPORT(tag)) },
      ]} />
    </>
  );
}
