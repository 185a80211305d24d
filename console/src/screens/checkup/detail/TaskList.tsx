import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { GroupRow, ModerationAsk, TaskView } from "@/app/types";
import { named, t, tk } from "@/i18n";
import { useCan } from "@/app/session";
import { Icon, Menu } from "@/ui";
import { Evidence } from "@/screens/today/list/Evidence";
import { why } from "@/screens/today/words";
import { Moderate } from "../acts/Moderate";
import { Withdraw } from "../acts/Withdraw";
import { instant } from "../numbers";

const ACTS = ["mute", "kick", "post_in_group", "rename_group"] as const;

interface TaskListProps {
  tasks: TaskView[];
  row: GroupRow;
  mayAct: boolean;
}

/** Tasks about this group: who, by when, how they stand; and what may be asked for in it that software can't do. */
export function TaskList({ tasks, row, mayAct }: TaskListProps) {
  const see = useCan("tasks.see");
  const [asked, setAsked] = useState<ModerationAsk["action"] | null>(null);
  const [back, setBack] = useState<TaskView | null>(null);
  if (tasks.length === 0 && !mayAct) return null;
  return (
    <section className="cu-part">
      <h3 className="cu-part-head">{t("ui.checkup.tasks")}
        {mayAct && (
          <Menu align="end" className="cu-ask" trigger={<><Icon name="plus" size={14} />{t("ui.checkup.ask")}</>}
            items={ACTS.map((id) => ({ id, label: t(`ui.checkup.ask.${id}`), run: () => setAsked(id) }))} />
        )}
      </h3>
      {tasks.length === 0 && <p className="muted">{t("ui.checkup.tasks.none")}</p>}
      <ul className="cu-history">
        {tasks.map((task) => (
          <li key={task.id}>
            <time>{task.state === "done" ? instant(task.done_at) : instant(task.due_at)}</time>
            <span>
              {tk(`task.${task.kind}`, { name: task.subject_name, ...task.params }, named("ui.checkup.task", task.kind))}
              <span className="muted"> · {task.assignee_name ?? task.owner_name ?? t("ui.checkup.nobody")} · {named("ui.checkup.task_state", task.overdue ? "overdue" : task.state)}</span>
              {task.source === "moderation" && <Asked task={task} mayAct={mayAct} onBack={() => setBack(task)} />}
            </span>
          </li>
        ))}
      </ul>
      {see && <Link to="/today">{t("ui.checkup.tasks.all")}</Link>}
      {asked && <Moderate key={asked} action={asked} row={row} onClose={() => setAsked(null)} />}
      {back && <Withdraw task={back} onClose={() => setBack(null)} />}
    </section>
  );
}

function Asked({ task, mayAct, onBack }: { task: TaskView; mayAct: boolean; onBack: () => void }) {
  return (
    <div className="cu-asked">
      <p className="muted">{why(task)}</p>
      <Evidence task={task} />
      {mayAct && <Button size="small" onClick={onBack}>{t("ui.checkup.withdraw")}</Button>}
    </div>
  );
}
