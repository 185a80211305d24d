import { Link } from "react-router";
import type { TaskView } from "@/app/types";
import { named, t, tk } from "@/i18n";
import { useCan } from "@/app/session";
import { instant } from "../numbers";

/** Tasks about this group: who, by when, how they stand. */
export function TaskList({ tasks }: { tasks: TaskView[] }) {
  const see = useCan("tasks.see");
  if (tasks.length === 0) return null;
  return (
    <section className="cu-part">
      <h3>{t("ui.checkup.tasks")}</h3>
      <ul className="cu-history">
        {tasks.map((task) => (
          <li key={task.id}>
            <time>{task.state === "done" ? instant(task.done_at) : instant(task.due_at)}</time>
            <span>
              {tk(`task.${task.kind}`, { name: task.subject_name, ...task.params }, named("ui.checkup.task", task.kind))}
              <span className="muted"> · {task.assignee_name ?? task.owner_name ?? t("ui.checkup.nobody")} · {named("ui.checkup.task_state", task.overdue ? "overdue" : task.state)}</span>
            </span>
          </li>
        ))}
      </ul>
      {see && <Link to="/today">{t("ui.checkup.tasks.all")}</Link>}
    </section>
  );
}
