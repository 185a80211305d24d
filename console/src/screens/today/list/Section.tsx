import { Button } from "antd";
import type { ReactNode } from "react";
import { t } from "@/i18n";
import { number } from "@/i18n/format";
import type { SectionName, Task } from "../model/tasks";

interface SectionProps {
  name: SectionName;
  /** Those that are drawn. */
  tasks: Task[];
  /** How many more are here, not drawn yet. */
  hidden: number;
  /** How many there are, also those that are not fetched yet. */
  total: number;
  more: () => void;
  children: (task: Task) => ReactNode;
}

/** Overdue, today or later: its tasks in the order of harm. */
export function Section({ name, tasks, hidden, total, more, children }: SectionProps) {
  if (tasks.length === 0) return null;
  return (
    <section className={`td-section td-section-${name}`} id={`tasks-${name}`} aria-labelledby={`tasks-${name}-head`}>
      <header>
        <h2 id={`tasks-${name}-head`} tabIndex={-1}>{t(`ui.today.${name}`)}</h2>
        <span className="muted">{number(total)}</span>
      </header>
      <ul>{tasks.map(children)}</ul>
      {hidden > 0 && <div className="td-rest"><Button onClick={more}>{t("ui.today.show_more", { n: hidden })}</Button></div>}
    </section>
  );
}
