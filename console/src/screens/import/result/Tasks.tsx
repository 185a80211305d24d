import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { allPages, api, ok } from "@/app/api";
import { useCan } from "@/app/session";
import { t, tk } from "@/i18n";
import { Icon } from "@/ui";

/** Tasks that an import left behind: check the rejects, confirm the columns. */
export function Tasks({ run }: { run: number }) {
  const may = useCan("tasks.see");
  const { data } = useQuery({
    queryKey: ["tasks", "import", run], enabled: may,
    queryFn: async () => {
      const all = await allPages((cursor) => ok(api.GET("/api/v1/tasks", { params: { query: { state: "open", ...(cursor ? { cursor } : {}) } } })));
      return all.filter((task) => task.subject_kind === "import" && task.subject_id === `${run}`);
    },
  });
  if (!data || data.length === 0) return null;
  return (
    <section className="card im-tasks">
      <h2>{t("ui.import.tasks")}</h2>
      <ul>
        {data.map((task) => (
          <li key={task.id}>
            <Link to={`/today?task=${task.id}`}><Icon name="today" size={14} /> {tk(`task.${task.kind}`, { ...(task.params as object), name: task.subject_name })}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
