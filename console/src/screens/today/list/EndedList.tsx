import { Button } from "antd";
import { Link } from "react-router";
import { useCan } from "@/app/session";
import { t } from "@/i18n";
import { instant, relative } from "@/i18n/format";
import type { Acts } from "../acts/useActs";
import type { Task } from "../model/tasks";
import { subjectPath, title, who } from "../words";

/** What is done (who, when, what came of it) or put off (until when); either can be taken back. */
export function EndedList({ tasks, acts, state }: { tasks: Task[]; acts: Acts; state: "done" | "snoozed" }) {
  const may = useCan("tasks.do");
  return (
    <ul className="td-section td-ended">
      {tasks.map((task) => (
        <li key={task.id} className="td-end" aria-busy={acts.busy.has(task.id)}>
          <div className="td-what">
            <Link to={subjectPath(task)} className="td-title">{title(task)}</Link>
            {task.result && <p className="td-said">{task.result}</p>}
          </div>
          {state === "done" ? (
            <div className="td-when">
              <span title={instant(task.done_at)}>{relative(task.done_at)}</span>
              <span className="muted ellipsis">{task.done_by_name ?? t("ui.today.someone")}</span>
            </div>
          ) : (
            <div className="td-when">
              <span>{t("ui.today.back_at", { at: instant(task.snoozed_until) })}</span>
              <span className="muted ellipsis">{who(task)}</span>
            </div>
          )}
          {may && (
            <Button className="td-reopen" loading={acts.busy.has(task.id)} onClick={() => void acts.reopen([task])}>
              {t(state === "done" ? "ui.today.reopen" : "ui.today.wake")}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
