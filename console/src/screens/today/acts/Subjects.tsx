import { t } from "@/i18n";
import type { Task } from "../model/tasks";
import { title } from "../words";

const SHOWN = 5;

/** Which tasks an act is about. */
export function Subjects({ tasks }: { tasks: Task[] }) {
  const more = tasks.length - SHOWN;
  return (
    <ul className="td-subjects">
      {tasks.slice(0, SHOWN).map((task) => <li key={task.id}>{title(task)}</li>)}
      {more > 0 && <li className="muted">{t("ui.today.and_more", { n: more })}</li>}
    </ul>
  );
}
