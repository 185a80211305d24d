// What the rule was before, each as a sentence; an older one can be had back.
import { Button } from "antd";
import { useMemo, useState } from "react";
import { api, ok } from "@/app/api";
import { client } from "@/app/query";
import type { SegmentRow, SegmentVersionView } from "@/app/types";
import { t } from "@/i18n";
import { instant } from "@/i18n/format";
import { ConfirmAct, Load, Pill, Skeleton } from "@/ui";
import { AREA, useTelling, useVersions } from "../data";
import { fromApi, spoken } from "../model";

interface VersionsProps { row: SegmentRow; may: boolean; onRestored: () => void }

export function Versions({ row, may, onRestored }: VersionsProps) {
  const query = useVersions(row.id);
  const told = useTelling(useMemo(() => (query.data ?? []).map((one) => fromApi(one.rule)), [query.data]));
  const [asked, setAsked] = useState<SegmentVersionView>();
  const text = (one: SegmentVersionView) => spoken(fromApi(one.rule), told);
  const put = async (restore: number, version: number) => {
    await ok(api.POST("/api/v1/segments/{segment_id}/restore", { params: { path: { segment_id: row.id } }, body: { restore, version } }));
    onRestored();
    await client.invalidateQueries({ queryKey: [AREA] });
  };
  return (
    <Load query={query} what={t("ui.segments.failed.versions")} skeleton={<div className="card"><Skeleton rows={5} /></div>}>
      {(list) => (
        <>
          <ol className="sg-versions">
            {list.map((one) => (
              <li key={one.version} className="card">
                <div className="row">
                  <strong>v{one.version}</strong>
                  {one.version === row.version && <Pill tone="brand">{t("ui.segments.versions.now")}</Pill>}
                  <span className="muted">{t("ui.segments.versions.by", { name: one.made_by_name, at: instant(one.made_at) })}</span>
                  <span className="spread" />
                  {may && one.version !== row.version && <Button size="small" onClick={() => setAsked(one)}>{t("ui.segments.restore")}</Button>}
                </div>
                {one.note && <p>{/^v\d+$/.test(one.note) ? t("ui.segments.versions.restored", { version: one.note }) : one.note}</p>}
                <p className="sg-spoken">{told.ready ? text(one) : "…"}</p>
              </li>
            ))}
          </ol>
          {asked && (
            <ConfirmAct open onClose={() => setAsked(undefined)} title={t("ui.segments.restore.title", { version: asked.version })} act={t("ui.segments.restore.act", { version: asked.version })}
              done={t("ui.segments.restore.done", { version: asked.version })} undo={() => put(row.version, row.version + 1)} run={() => put(asked.version, row.version)}>
              <p className="sg-spoken">{text(asked)}</p>
              <p className="muted">{t("ui.segments.restore.text", { next: row.version + 1 })}</p>
            </ConfirmAct>
          )}
        </>
      )}
    </Load>
  );
}
