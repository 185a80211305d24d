// Groups that were asked for, for this segment's people: whose task, how far, and the group once it is there.
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { api, ok } from "@/app/api";
import { useCan } from "@/app/session";
import type { NewGroup, TaskView } from "@/app/types";
import { named, t } from "@/i18n";
import { instant } from "@/i18n/format";
import { Withdraw } from "@/screens/checkup/acts/Withdraw";
import { title, why } from "@/screens/today/words";
import { ErrorState } from "@/ui";
import { AREA } from "../data";

export function NewGroups({ id }: { id: number }) {
  const may = useCan("advice.act");
  const [back, setBack] = useState<TaskView | null>(null);
  const found = useQuery({
    queryKey: [AREA, "new-groups", id],
    queryFn: async () => (await ok(api.GET("/api/v1/segments/{segment_id}/new-groups", { params: { path: { segment_id: id } } }))).items,
  });
  if (found.error) return <ErrorState error={found.error} what={t("ui.segments.groups.failed")} retry={() => void found.refetch()} />;
  const shown = found.data?.filter((one) => one.task.state !== "dropped") ?? [];
  if (shown.length === 0) return null;
  return (
    <section className="card sg-groups" aria-label={t("ui.segments.groups")}>
      <h2>{t("ui.segments.groups")}</h2>
      <ul>{shown.map((one) => <Line key={one.task.id} one={one} back={may ? setBack : null} />)}</ul>
      {back && <Withdraw task={back} onClose={() => setBack(null)} />}
    </section>
  );
}

function Line({ one: { task, group }, back }: { one: NewGroup; back: ((task: TaskView) => void) | null }) {
  const open = task.state === "open" || task.state === "snoozed";
  return (
    <li>
      <div className="spread">
        <p className="sg-strong">{title(task)}</p>
        <p className="muted">{task.assignee_name ?? task.owner_name} · {named("ui.checkup.task_state", task.overdue ? "overdue" : task.state)} · {t("ui.segments.groups.until", { at: instant(task.due_at) })}</p>
        <p className="muted">{why(task)}</p>
      </div>
      {group && <Link to={`/checkup/groups/${encodeURIComponent(group)}`}>{t("ui.segments.groups.there")}</Link>}
      {open && back && <Button size="small" onClick={() => back(task)}>{t("ui.checkup.withdraw")}</Button>}
    </li>
  );
}
