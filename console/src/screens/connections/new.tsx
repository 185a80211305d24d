// /settings/connections/new: the first two steps; the rest needs what comes of them.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useId, useState } from "react";
import { useNavigate } from "react-router";
import { api, ok } from "@/app/api";
import { sentence } from "@/app/problem";
import { demoQuery } from "@/app/shell/demo/data";
import { useSession } from "@/app/session";
import { t } from "@/i18n";
import { Page } from "@/ui";
import { keepKeys, whole } from "./data";
import { Field, type FieldName } from "./steps/Edit";
import { Step } from "./steps/Step";
import "./connections.css";

type Told = Partial<Record<FieldName, string>>;

export default function NewConnection() {
  const form = useId();
  const navigate = useNavigate();
  const [told, setTold] = useState<Told>({});
  const field = (name: FieldName) => <Field name={name} value={told[name] ?? ""} onChange={(text) => setTold((old) => ({ ...old, [name]: text }))} />;
  const add = useMutation({
    meta: { quiet: true, touches: ["connections", "demo"] },
    mutationFn: () => {
      const { name = "", ...settings } = Object.fromEntries(Object.entries(told).map(([key, text]) => [key, text.trim()]));
      return ok(api.POST("/api/v1/connections", { body: { channel: "wecom", name: name || t("ui.connections.unnamed"), settings: whole(settings) } }));
    },
    onSuccess: (made) => {
      keepKeys(made.connection.id, made);
      void navigate(`/settings/connections/${made.connection.id}`, { replace: true });
    },
  });
  const ready = !!(told.corp_id?.trim() && told.agent_id?.trim() && told.secret?.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) add.mutate();
  };
  return (
    <Page title={t("ui.connections.add")}>
      <form id={form} onSubmit={submit} noValidate className="stack">
        <ol className="cn-steps">
          <Step number={1} title={t("ui.connections.step.app")} how="todo" line={t("ui.connections.app.text")} acts={<Borrow onTold={setTold} />}>
            <div className="form cn-form">{field("name")}{field("corp_id")}{field("agent_id")}</div>
          </Step>
          <Step number={2} title={t("ui.connections.step.secret")} how="todo" line={t("ui.connections.secret.text")}>
            <div className="form cn-form">
              {field("secret")}
              <details open={!!told.base_url}><summary>{t("ui.connections.more")}</summary><div className="form">{field("archive_secret")}{field("base_url")}</div></details>
              {add.error && <p className="form-error" role="alert">{sentence(add.error)}</p>}
              <div className="row"><Button type="primary" htmlType="submit" loading={add.isPending} disabled={!ready}>{t("ui.connections.go_on")}</Button></div>
            </div>
          </Step>
          <Step number={3} title={t("ui.connections.step.access")} how="todo" line={t("ui.connections.access.text")} />
          <Step number={4} title={t("ui.connections.step.callback")} how="todo" line={t("ui.connections.callback.later")} />
          <Step number={5} title={t("ui.connections.step.sync")} how="todo" line={t("ui.connections.sync.first")} />
        </ol>
      </form>
    </Page>
  );
}

/** In the demo: what the simulated WeCom's administrator would copy. */
function Borrow({ onTold }: { onTold: (told: Told) => void }) {
  const { demo } = useSession();
  const { data } = useQuery({ ...demoQuery, enabled: demo });
  const borrow = useMutation({ mutationFn: () => ok(api.GET("/api/v1/demo/app")), onSuccess: (app) => onTold({ name: t("ui.demo.tenant"), ...app }) });
  if (data?.state !== "up" || data.connection_id !== null) return null;
  return <Button size="small" loading={borrow.isPending} onClick={() => borrow.mutate()}>{t("ui.connections.demo.fill")}</Button>;
}
