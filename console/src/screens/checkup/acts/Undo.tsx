import type { GroupRow } from "@/app/types";
import { t } from "@/i18n";
import { ConfirmAct } from "@/ui";
import { undo, undoable } from "./calls";
import { Which } from "./Which";

/** Take decisions back. Open tasks of an accept go; done ones stay done. */
export function Undo({ rows, onClose, onDone }: { rows: GroupRow[]; onClose: () => void; onDone: () => void }) {
  const ids = undoable(rows);
  const decided = rows.filter((row) => row.decision !== null);
  const accepted = decided.filter((row) => row.decision?.kind === "accepted").length;
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.checkup.undo.title", { n: ids.length })} act={t("ui.checkup.undo.act", { n: ids.length })}
      disabled={ids.length === 0} done={t("ui.checkup.undo.done", { n: ids.length })} undoHint={t("ui.checkup.undo.hint")}
      run={async () => { await undo(ids); onDone(); }}>
      <Which rows={decided} />
      {accepted > 0 && <p>{t("ui.checkup.undo.tasks", { n: accepted })}</p>}
    </ConfirmAct>
  );
}
