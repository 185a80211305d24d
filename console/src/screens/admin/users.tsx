import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, ok } from "@/app/api";
import { useCommands } from "@/app/commands";
import { useSession } from "@/app/session";
import type { User } from "@/app/types";
import { named, t } from "@/i18n";
import { relative } from "@/i18n/format";
import { type Column, ConfirmAct, DataTable, EmptyState, Icon, Load, Menu, OnceShown, Page, Pill, Skeleton } from "@/ui";
import { UserForm } from "./UserForm";

interface Told {
  login: string;
  password: string;
}

const patch = (user: User, disabled: boolean) =>
  ok(api.PATCH("/api/v1/users/{user_id}", { params: { path: { user_id: user.id } }, body: { disabled } }));

export default function Users() {
  const session = useSession();
  const [edited, setEdited] = useState<User | "new">();
  const [told, setTold] = useState<Told>();
  const [asked, setAsked] = useState<{ user: User; act: "reset" | "disable" }>();
  const users = useQuery({ queryKey: ["users"], queryFn: async () => (await ok(api.GET("/api/v1/users"))).items });
  const enable = useMutation({ meta: { touches: ["users"] }, mutationFn: (user: User) => patch(user, false) });
  useCommands([{ id: "act:user", kind: "act", label: t("ui.users.add"), words: t("ui.nav.users.words"), run: () => setEdited("new") }]);

  const reset = async (user: User) => {
    const answer = await ok(api.POST("/api/v1/users/{user_id}/password", { params: { path: { user_id: user.id } } }));
    setTold({ login: user.login, password: answer.password });
  };
  const columns: Column<User>[] = [
    { key: "name", label: t("ui.users.name"), head: true, render: (user) => <Name user={user} self={user.id === session.user.id} /> },
    { key: "login", label: t("ui.users.login"), render: (user) => user.login },
    { key: "role", label: t("ui.users.role"), render: (user) => named("role", user.role) },
    { key: "staff", label: t("ui.users.staff"), render: (user) => user.staff_name ?? (user.staff_id === null ? t("ui.users.staff.none") : `#${user.staff_id}`) },
    { key: "seen", label: t("ui.users.seen"), render: (user) => (user.signed_in_at ? relative(user.signed_in_at) : t("ui.users.never")) },
    {
      key: "acts", label: t("ui.users.acts"), acts: true, width: 56,
      render: (user) => (
        <Menu align="end" label={t("ui.users.acts.of", { name: user.name })} trigger={<Icon name="more" />} items={[
          { id: "edit", label: t("ui.users.edit"), run: () => setEdited(user) },
          ...(user.id === session.user.id ? [] : [
            { id: "reset", label: t("ui.users.reset"), run: () => setAsked({ user, act: "reset" }) },
            null,
            user.disabled
              ? { id: "enable", label: t("ui.users.enable"), run: () => enable.mutate(user) }
              : { id: "disable", label: t("ui.users.disable"), danger: true, run: () => setAsked({ user, act: "disable" }) },
          ]),
        ]} />
      ),
    },
  ];
  return (
    <Page title={t("ui.nav.users")} note={users.data && t("ui.users.count", { n: users.data.length })}
      actions={<Button type="primary" onClick={() => setEdited("new")}>{t("ui.users.add")}</Button>}>
      <Load query={users} what={t("ui.users.failed")} skeleton={<div className="data-wrap"><Skeleton rows={6} /></div>}>
        {(list) => (
          <>
            <DataTable caption={t("ui.nav.users")} columns={columns} rows={list} rowKey={(user) => user.id} dim={(user) => user.disabled} />
            {list.length === 1 && (
              <EmptyState kind="never" title={t("ui.users.alone")} text={t("ui.users.alone.text")}
                action={<Button onClick={() => setEdited("new")}>{t("ui.users.add")}</Button>} />
            )}
          </>
        )}
      </Load>
      {edited && <UserForm user={edited === "new" ? undefined : edited} onClose={() => setEdited(undefined)} onMade={setTold} />}
      <OnceShown secret={told?.password} onClose={() => setTold(undefined)} title={t("ui.users.once", { login: told?.login ?? "" })}>
        {t("ui.users.once.text")}
      </OnceShown>
      {asked && (
        <ConfirmAct open onClose={() => setAsked(undefined)} danger={asked.act === "disable"}
          title={t(`ui.users.${asked.act}.title`, { name: asked.user.name })} act={t(`ui.users.${asked.act}`)}
          done={t(`ui.users.${asked.act}.done`, { name: asked.user.name })} undoHint={t(`ui.users.${asked.act}.undo`)}
          run={async () => {
            await (asked.act === "reset" ? reset(asked.user) : patch(asked.user, true));
            await users.refetch();
          }}
          {...(asked.act === "disable" ? { undo: async () => { await patch(asked.user, false); await users.refetch(); } } : {})}>
          <p>{t(`ui.users.${asked.act}.text`, { name: asked.user.name })}</p>
        </ConfirmAct>
      )}
    </Page>
  );
}

function Name({ user, self }: { user: User; self: boolean }) {
  return (
    <span className="row">
      {user.name}
      {self && <Pill tone="brand">{t("ui.users.you")}</Pill>}
      {user.disabled && <Pill tone="dead">{t("ui.users.disabled")}</Pill>}
      {!user.disabled && user.must_change_password && <Pill tone="fading">{t("ui.users.waits")}</Pill>}
    </span>
  );
}
