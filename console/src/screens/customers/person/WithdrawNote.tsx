import { Button } from "antd";
import { useState } from "react";
import { t } from "@/i18n";
import { ConfirmAct } from "@/ui";
import { withdrawNote } from "../acts/calls";

/** Takes a note back, wherever one is shown. What stays of it is said before. */
export function WithdrawNote({ person, note, text }: { person: string; note: string; text: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" type="link" className="cs-inline" onClick={() => setOpen(true)}>{t("ui.customers.note.withdraw")}</Button>
      {open && (
        <ConfirmAct open danger onClose={() => setOpen(false)} title={t("ui.customers.note.withdraw.title")} act={t("ui.customers.note.withdraw")}
          done={t("ui.customers.note.withdraw.done")} undoHint={t("ui.customers.note.withdraw.undo")} run={async () => { await withdrawNote(person, note); }}>
          <q className="cs-said">{text}</q>
          <p>{t("ui.customers.note.withdraw.text")}</p>
        </ConfirmAct>
      )}
    </>
  );
}
