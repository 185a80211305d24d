import { useState } from "react";
import type { GroupRow } from "@/app/types";
import { t } from "@/i18n";
import { ConfirmAct } from "@/ui";
import { day } from "../numbers";
import { inDays, tomorrow } from "./Accept";
import { snooze, undo } from "./calls";
import { Which } from "./Which";

const CHOICES = [7, 14, 28] as const;

/** Hide the advice until a day; then it comes back by itself. */
export function Snooze({ rows, onClose, onDone }: { rows: GroupRow[]; onClose: () => void; onDone: () => void }) {
  const [until, setUntil] = useState(() => inDays(14));
  const ids = rows.map((row) => row.id);
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.checkup.snooze.title", { n: rows.length })}
      act={t("ui.checkup.snooze.act", { day: day(until) })} disabled={!until || until < tomorrow()}
      done={t("ui.checkup.snooze.done", { n: rows.length, day: day(until) })} undoHint={t("ui.checkup.snooze.undo")}
      undo={() => undo(ids)} run={async () => { await snooze(ids, until); onDone(); }}>
      <Which rows={rows} />
      <div className="cu-choices" role="group" aria-label={t("ui.checkup.snooze.until")}>
        {CHOICES.map((days) => (
          <button key={days} type="button" className="cu-choice" aria-pressed={until === inDays(days)} onClick={() => setUntil(inDays(days))}>
            {t("ui.checkup.snooze.weeks", { n: days / 7 })}
          </button>
        ))}
      </div>
      <label className="cu-field">
        <span>{t("ui.checkup.snooze.until")}</span>
        <input type="date" className="cu-input" value={until} min={tomorrow()} onChange={(event) => setUntil(event.target.value)} />
      </label>
    </ConfirmAct>
  );
}
