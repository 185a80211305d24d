import { Button } from "antd";
import { Link } from "react-router";
import { named, t } from "@/i18n";
import { instant, number } from "@/i18n/format";
import { Def } from "@/ui";
import type { Task } from "../model/tasks";
import { does, goes, subjectPath, undoing, where } from "../words";
import { Evidence } from "./Evidence";

/** More of a task: how it is done, what being late costs, where it comes from, how to be rid of it. */
export function Details({ task, may, onResult }: { task: Task; may: boolean; onResult: () => void }) {
  const people = task.params["people"];
  return (
    <div className="td-details">
      <dl>
        <div><dt>{t("ui.today.how")}</dt><dd>{does(task)}</dd></div>
        {where(task) && <div><dt>{t("ui.today.where")}</dt><dd>{where(task)}</dd></div>}
        {typeof people === "number" && people > 0 && (
          <div><dt>{t("ui.today.people")}</dt><dd><Link to={subjectPath(task)}>{t("ui.today.people.n", { n: people })}</Link></dd></div>
        )}
        <div><dt><Def k="task_harm">{t("ui.today.harm")}</Def></dt><dd>{t("ui.today.harm.of", { n: number(task.harm) })}</dd></div>
        <div><dt>{t("ui.today.from")}</dt><dd>{named("task.source", task.source)} · {instant(task.created_at)}</dd></div>
        <div><dt>{t("ui.today.due")}</dt><dd>{instant(task.due_at)}</dd></div>
        <div><dt>{t("ui.today.undo")}</dt><dd>{undoing(task)}</dd></div>
      </dl>
      <Evidence task={task} />
      <div className="row">
        {may && <Button onClick={onResult}>{t("ui.today.result.act")}</Button>}
        <Link to={subjectPath(task)} className="td-go">{goes(task)}</Link>
      </div>
    </div>
  );
}
