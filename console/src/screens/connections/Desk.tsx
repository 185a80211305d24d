// What members of staff have of a connection: signing in by it, and the sidebar beside their chats.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Switch } from "antd";
import { api, ok } from "@/app/api";
import { sentence } from "@/app/problem";
import { client } from "@/app/query";
import type { ConnectionView } from "@/app/types";
import { t } from "@/i18n";
import { Copy, Load, Skeleton } from "@/ui";

export function Desk({ one }: { one: ConnectionView }) {
  const path = { params: { path: { connection_id: one.id } } };
  const key = ["connections", one.id, "desk"];
  const desk = useQuery({ queryKey: key, queryFn: ({ signal }) => ok(api.GET("/api/v1/connections/{connection_id}/desk", { ...path, signal })) });
  const change = useMutation({
    meta: { quiet: true },
    mutationFn: (sign_in: boolean) => ok(api.PUT("/api/v1/connections/{connection_id}/desk", { ...path, body: { sign_in } })),
    onSuccess: (now) => void client.setQueryData(key, now),
  });
  return (
    <section className="card" aria-labelledby="cn-desk">
      <h2 id="cn-desk">{t("ui.connections.desk")}</h2>
      <Load query={desk} what={t("ui.connections.failed")} skeleton={<Skeleton rows={3} height={120} />}>
        {(found) => (
          <div className="stack">
            <p className="muted">{t("ui.connections.desk.trusted")}</p>
            <dl className="cn-copy">
              <Line name={t("ui.connections.desk.domain")} value={found.domain} />
              <Line name={t("ui.connections.desk.sidebar")} value={found.sidebar} />
            </dl>
            <label className="row">
              <Switch checked={found.sign_in} loading={change.isPending} onChange={(on) => change.mutate(on)} aria-label={t("ui.connections.desk.sign_in")} />
              <span>{t("ui.connections.desk.sign_in")}</span>
            </label>
            <p className="muted">{t("ui.connections.desk.sign_in.text")}</p>
            {change.error && <p className="form-error" role="alert">{sentence(change.error)}</p>}
          </div>
        )}
      </Load>
    </section>
  );
}

function Line({ name, value }: { name: string; value: string }) {
  return <div><dt>{name}</dt><dd><code>{value}</code><Copy text={value} /></dd></div>;
}
