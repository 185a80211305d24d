import { useState } from "react";
import type { GroupRow } from "@/app/types";
import { t } from "@/i18n";
import { ConfirmAct } from "@/ui";
import { keep, undo } from "./calls";
import { Which } from "./Which";

const LONGEST = 500;

/** Keep groups against the advice: the reason is required, and remembered beside the group. */
export function Keep({ rows, onClose, onDone }: { rows: GroupRow[]; onClose: () => void; onDone: () => void }) {
  const [reason, setReason] = useState("");
  const ids = rows.map((row) => row.id);
  const said = reason.trim();
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.checkup.keep.title", { n: rows.length })} act={t("ui.checkup.keep.act", { n: rows.length })}
      disabled={!said} done={t("ui.checkup.keep.done", { n: rows.length })} undoHint={t("ui.checkup.keep.undo")}
      undo={() => undo(ids)} run={async () => { await keep(ids, said); onDone(); }}>
      <Which rows={rows} />
      <label className="cu-field">
        <span>{t("ui.checkup.keep.reason")}</span>
        <textarea className="cu-input" rows={3} maxLength={LONGEST} value={reason} onChange={(event) => setReason(event.target.value)}
          placeholder={t("ui.checkup.keep.example")} aria-required="true" />
        <small>{t("ui.checkup.keep.hint")}</small>
      </label>
    </ConfirmAct>
  );
}
