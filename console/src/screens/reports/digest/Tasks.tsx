import { Link } from "react-router";
import { useCan } from "@/app/session";
import type { Digest } from "@/app/types";
import { named, t } from "@/i18n";
import { hours, number } from "@/i18n/format";
import { Def } from "@/ui";
import { hoursFreed } from "../model/figures";

/** What was done, what waits, and what the advice would free. */
export function Tasks({ digest }: { digest: Digest }) {
  const see = useCan("tasks.see");
  const told = digest.tasks;
  const rows = told ? (["done", "overdue", "due_today", "later"] as const).map((name) => ({ name, n: told[name] })) : [];
  const some = rows.some((one) => one.n > 0);
  return (
    <section className="card rp-card">
      <h2>{named("digest.section", "tasks")}</h2>
      {some ? (
        <dl className="rp-tasks">
          {rows.map(({ name, n }) => (
            <div key={name}><dt>{t(`ui.digests.tasks.${name}`)}</dt><dd className={name === "overdue" && n > 0 ? "rp-worse" : undefined}>{number(n)}</dd></div>
          ))}
        </dl>
      ) : <p className="muted">{named("digest.tasks", "none")}</p>}
      <p className="rp-hours"><Def k="hours_freed_per_week">{t("ui.digests.hours")}</Def> <b>{hours(hoursFreed(digest))}</b></p>
      {see && <Link to="/today">{t("ui.digests.tasks.go")}</Link>}
    </section>
  );
}
