import { t } from "@/i18n";
import { usePick } from "@/screens/tags/hand/usePick";
import { ConfirmAct } from "@/ui";
import { lacking } from "../model/tagging";
import { changeTags } from "./calls";
import type { WindowProps } from "./useActs";
import { Which } from "./Which";

/** Put a tag on. Only those who lack it change, so that an undo takes it from nobody who had it before. */
export function TagWindow({ rows, onClose, onDone }: WindowProps) {
  const { name, fields, change } = usePick();
  const ids = name ? lacking(rows, name) : [];
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.customers.tag.title", { n: rows.length })} act={t("ui.customers.tag.act", { n: name ? ids.length : rows.length })}
      disabled={ids.length === 0} done={t("ui.customers.tag.done", { n: ids.length, name: name ?? "" })}
      undo={() => changeTags(ids, { remove: [name ?? ""] })}
      run={async () => { await changeTags(ids, await change()); onDone(); }}>
      <Which rows={rows} />
      {fields}
      {name && ids.length < rows.length && <p className="muted">{t("ui.customers.tag.had", { n: rows.length - ids.length })}</p>}
    </ConfirmAct>
  );
}
