import { useQuery } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import { sentence } from "@/app/problem";
import type { GroupRow } from "@/app/types";
import { t } from "@/i18n";
import { usePick } from "@/screens/tags/hand/usePick";
import { ConfirmAct } from "@/ui";
import { changeGroupTags } from "./calls";
import { Which } from "./Which";

/** Put a tag on groups. Only those that lack it change, so that an undo takes it from none that had it before. */
export function TagGroups({ rows, onClose, onDone }: { rows: GroupRow[]; onClose: () => void; onDone: () => void }) {
  const { name, id, fields, change } = usePick();
  const bearers = useQuery({
    queryKey: ["tags", "groups", id],
    enabled: id !== undefined,
    staleTime: 0,
    queryFn: async () => (await ok(api.GET("/api/v1/tags/{tag_id}/groups", { params: { path: { tag_id: id ?? 0 } } }))).ids,
  });
  const ready = name !== undefined && (id === undefined || (bearers.data !== undefined && !bearers.isFetching));
  const had = new Set(id === undefined ? [] : bearers.data);
  const ids = rows.filter((row) => !had.has(row.id)).map((row) => row.id);
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.tagging.groups.title", { n: rows.length })} act={t("ui.tagging.groups.act", { n: ready ? ids.length : rows.length })}
      disabled={!ready || ids.length === 0} done={t("ui.tagging.groups.done", { n: ids.length, name: name ?? "" })}
      undo={() => changeGroupTags(ids, { remove: [name ?? ""] })}
      run={async () => { await changeGroupTags(ids, await change()); onDone(); }}>
      <Which rows={rows} advised={false} />
      {fields}
      {bearers.error && <p className="form-error" role="alert">{sentence(bearers.error)}</p>}
      {ready && ids.length < rows.length && <p className="muted">{t("ui.tagging.groups.had", { n: rows.length - ids.length })}</p>}
    </ConfirmAct>
  );
}
