import { useCan, useSession } from "@/app/session";
import { isOpen, useJobs } from "@/app/jobs";
import { t } from "@/i18n";
import { JobBar } from "@/ui";
import { Loads } from "./aside/Loads";
import { Retained } from "./aside/Retained";
import type { Task } from "./model/tasks";

/** Beside the list: the stock of customers, who has how much, work that runs. */
export function Aside({ tasks }: { tasks: Task[] | null }) {
  const seesAll = useSession().user.role !== "operator";
  const groups = useCan("groups.see");
  const jobs = useJobs().filter(isOpen);
  return (
    <aside className="td-aside" aria-label={t("ui.today.aside")}>
      {jobs.length > 0 && (
        <section className="card">
          <h2>{t("ui.today.jobs")}</h2>
          {jobs.map((job) => <JobBar key={job.id} job={job} />)}
          <p className="muted td-small">{t("ui.job.leave")}</p>
        </section>
      )}
      {groups && <Retained />}
      {seesAll && tasks && tasks.length > 0 && <Loads tasks={tasks} />}
    </aside>
  );
}
