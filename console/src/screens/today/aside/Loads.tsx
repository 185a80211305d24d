import { t } from "@/i18n";
import { number } from "@/i18n/format";
import { Def } from "@/ui";
import { loads, type Task } from "../model/tasks";

const SHOWN = 8;

/** Who has how many open tasks, and how many of them are late. */
export function Loads({ tasks }: { tasks: Task[] }) {
  const all = loads(tasks);
  const most = Math.max(...all.map((one) => one.n));
  const more = all.length - SHOWN;
  return (
    <section className="card">
      <h2><Def k="task_load">{t("ui.today.loads")}</Def></h2>
      <ul className="td-loads">
        {all.slice(0, SHOWN).map((one) => (
          <li key={one.name ?? ""}>
            <span className="ellipsis">{one.name ?? t("ui.today.nobody")}</span>
            <span className="td-load-n">{one.overdue > 0 && <em>{t("ui.today.late", { n: one.overdue })}</em>}{number(one.n)}</span>
            <span className="td-load-bar" aria-hidden="true">
              <i className="td-load-late" style={{ width: `${(100 * one.overdue) / most}%` }} />
              <i style={{ width: `${(100 * (one.n - one.overdue)) / most}%` }} />
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="muted td-small">{t("ui.today.and_more_people", { n: more })}</p>}
    </section>
  );
}
