import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import { type FormEvent, useId, useState } from "react";
import { api, ok } from "@/app/api";
import { useCommands } from "@/app/commands";
import { sentence } from "@/app/problem";
import { useSession } from "@/app/session";
import type { ApiToken, Permission } from "@/app/types";
import { named, t } from "@/i18n";
import { clock, instant, relative } from "@/i18n/format";
import { type Column, ConfirmAct, DataTable, Dialog, EmptyState, Load, OnceShown, Page, Pill, Skeleton } from "@/ui";

const DAY = 86_400_000;
const LASTING = [30, 90, 365, 0]; // days; 0: until revoked

export default function Tokens() {
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [revoked, setRevoked] = useState<ApiToken>();
  const tokens = useQuery({ queryKey: ["tokens"], queryFn: async () => (await ok(api.GET("/api/v1/tokens"))).items });
  useCommands([{ id: "act:token", kind: "act", label: t("ui.tokens.add"), words: t("ui.nav.tokens.words"), run: () => setMaking(true) }]);

  const columns: Column<ApiToken>[] = [
    { key: "name", label: t("ui.tokens.name"), head: true, render: (token) => <span className="row">{token.name} <code className="muted">…{token.hint}</code></span> },
    { key: "scopes", label: t("ui.tokens.scopes"), render: (token) => token.scopes.map((scope) => named("permission", scope)).join(" · ") },
    { key: "by", label: t("ui.tokens.by"), render: (token) => token.user_name },
    { key: "used", label: t("ui.tokens.used"), render: (token) => (token.used_at ? relative(token.used_at) : t("ui.users.never")) },
    { key: "until", label: t("ui.tokens.until"), render: (token) => <Until token={token} /> },
    {
      key: "acts", label: t("ui.users.acts"), acts: true,
      render: (token) => <Button danger size="small" onClick={() => setRevoked(token)}>{t("ui.tokens.revoke")}</Button>,
    },
  ];
  const add = <Button type="primary" onClick={() => setMaking(true)}>{t("ui.tokens.add")}</Button>;
  return (
    <Page title={t("ui.nav.tokens")} actions={tokens.data?.length ? add : undefined}>
      <Load query={tokens} what={t("ui.tokens.failed")} skeleton={<div className="data-wrap"><Skeleton rows={4} /></div>}>
        {(list) => list.length
          ? <DataTable caption={t("ui.nav.tokens")} columns={columns} rows={list} rowKey={(token) => token.id} />
          : <EmptyState kind="never" title={t("ui.tokens.none")} text={t("ui.tokens.none.text")} action={add} />}
      </Load>
      {making && <TokenForm onClose={() => setMaking(false)} onMade={setSecret} />}
      <OnceShown secret={secret} onClose={() => setSecret(undefined)} title={t("ui.tokens.once")}>{t("ui.tokens.once.text")}</OnceShown>
      {revoked && (
        <ConfirmAct open danger onClose={() => setRevoked(undefined)} title={t("ui.tokens.revoke.title", { name: revoked.name })}
          act={t("ui.tokens.revoke")} done={t("ui.tokens.revoke.done", { name: revoked.name })} undoHint={t("ui.tokens.revoke.undo")}
          run={async () => {
            await ok(api.DELETE("/api/v1/tokens/{token_id}", { params: { path: { token_id: revoked.id } } }));
            await tokens.refetch();
          }}>
          <p>{t("ui.tokens.revoke.text")}</p>
          <p className="muted">{revoked.used_at ? t("ui.tokens.revoke.used", { ago: relative(revoked.used_at) }) : t("ui.tokens.revoke.unused")}</p>
        </ConfirmAct>
      )}
    </Page>
  );
}

function Until({ token }: { token: ApiToken }) {
  if (token.expires_at === null) return <>{t("ui.tokens.forever")}</>;
  if (token.expires_at < clock()) return <Pill tone="danger">{t("ui.tokens.expired")}</Pill>;
  return <>{instant(token.expires_at)}</>;
}

function TokenForm({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const form = useId();
  const { permissions } = useSession();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Permission[]>(["facts.post"]);
  const [days, setDays] = useState(90);
  const make = useMutation({
    meta: { quiet: true, touches: ["tokens"] },
    mutationFn: () =>
      ok(api.POST("/api/v1/tokens", { body: { name: name.trim(), scopes, expires_at: days ? clock() + days * DAY : null } })),
    onSuccess: (made) => {
      onClose();
      onMade(made.secret);
    },
  });
  const ready = name.trim().length > 0 && scopes.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) make.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t("ui.tokens.add")} footer={
      <>
        <span className="spread" />
        <Button onClick={onClose}>{t("ui.act.back")}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={make.isPending} disabled={!ready}>{t("ui.tokens.add")}</Button>
      </>
    }>
      <form id={form} className="form" onSubmit={submit} noValidate>
        <label>
          <span>{t("ui.tokens.name")}</span>
          <Input maxLength={100} value={name} placeholder={t("ui.tokens.name.hint")} onChange={(event) => setName(event.target.value)} />
        </label>
        <fieldset>
          <legend>{t("ui.tokens.scopes")}</legend>
          <Checkbox.Group value={scopes} onChange={(value) => setScopes(value as Permission[])} className="form-checks"
            options={permissions.map((one) => ({ value: one, label: named("permission", one) }))} />
          <small className="muted">{t("ui.tokens.scopes.hint")}</small>
        </fieldset>
        <label>
          <span>{t("ui.tokens.lasts")}</span>
          <Select value={days} onChange={setDays} aria-label={t("ui.tokens.lasts")}
            options={LASTING.map((n) => ({ value: n, label: n ? t("unit.days", { n }) : t("ui.tokens.forever") }))} />
        </label>
        {make.error && <p className="form-error" role="alert">{sentence(make.error)}</p>}
      </form>
    </Dialog>
  );
}
