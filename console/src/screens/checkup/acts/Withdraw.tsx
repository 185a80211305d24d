import type { TaskView } from "@/app/types";
import { t, tk } from "@/i18n";
import { ConfirmAct } from "@/ui";
import { withdraw } from "./calls";

/** What was asked for in a group need not be done after all. */
export function Withdraw({ task, onClose }: { task: TaskView; onClose: () => void }) {
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.checkup.withdraw.title")} act={t("ui.checkup.withdraw.act")}
      done={t("ui.checkup.withdraw.done")} undoHint={t("ui.checkup.withdraw.hint")} run={() => withdraw(task.id)}>
      <p>{tk(`task.${task.kind}`, { name: task.subject_name, ...task.params })}</p>
    </ConfirmAct>
  );
}
