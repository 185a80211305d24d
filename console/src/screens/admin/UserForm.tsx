import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { type FormEvent, useId, useState } from "react";
import { api, ok } from "@/app/api";
import { ApiProblem, placed, sentence } from "@/app/problem";
import { useSession } from "@/app/session";
import type { Role, User } from "@/app/types";
import { named, t } from "@/i18n";
import { orgQuery } from "@/screens/org/data";
import { pathOf } from "@/screens/org/model/tree";
import { Dialog } from "@/ui";

const ROLES: Role[] = ["operator", "supervisor", "analyst", "administrator"];

interface Props {
  user: User | undefined;
  onClose: () => void;
  onMade: (told: { login: string; password: string }) => void;
}

/** New account, or change of one. An operator without a linked member of staff sees no group: it says so. */
export function UserForm({ user, onClose, onMade }: Props) {
  const form = useId();
  const session = useSession();
  const [login, setLogin] = useState(user?.login ?? "");
  const [name, setName] = useState(user?.name ?? "");
  const [role, setRole] = useState<Role>(user?.role ?? "operator");
  const [staff, setStaff] = useState<number | null>(user?.staff_id ?? null);
  const [unit, setUnit] = useState<number | null>(user?.unit_id ?? null);
  const save = useMutation({
    meta: { quiet: true, touches: ["users"] },
    mutationFn: async () => {
      if (user) {
        const body = { name: name.trim(), staff_id: staff, unit_id: unit, ...(role === user.role ? {} : { role }) };
        await ok(api.PATCH("/api/v1/users/{user_id}", { params: { path: { user_id: user.id } }, body }));
        return undefined;
      }
      return ok(api.POST("/api/v1/users", { body: { login: login.trim(), name: name.trim(), role, staff_id: staff, unit_id: unit } }));
    },
    onSuccess: (made) => {
      onClose();
      if (made) onMade({ login: made.user.login, password: made.password });
    },
  });
  const ready = name.trim() && (user || login.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={user ? t("ui.users.edit.title", { login: user.login }) : t("ui.users.add")} footer={
      <>
        <span className="spread" />
        <Button onClick={onClose}>{t("ui.act.back")}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={save.isPending} disabled={!ready}>
          {user ? t("ui.act.save") : t("ui.users.add")}
        </Button>
      </>
    }>
      <form id={form} className="form" onSubmit={submit} noValidate>
        <label>
          <span>{t("ui.users.name")}</span>
          <Input maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
          <Wrong error={save.error} at="name" />
        </label>
        {!user && (
          <label>
            <span>{t("ui.users.login")}</span>
            <Input maxLength={64} autoCapitalize="none" spellCheck={false} autoComplete="off" value={login} onChange={(event) => setLogin(event.target.value)} />
            <Wrong error={save.error} at="login" />
          </label>
        )}
        <div className="form-field">
          <label>
            <span>{t("ui.users.role")}</span>
            <Select value={role} onChange={setRole} disabled={user?.id === session.user.id} aria-label={t("ui.users.role")}
              options={ROLES.map((one) => ({ value: one, label: named("role", one) }))} />
          </label>
          <small className="muted">{t(`ui.users.role.${role}`)}</small>
        </div>
        <div className="form-field">
          <StaffSelect value={staff} onChange={setStaff} known={user?.staff_name ?? undefined} />
          <small className={role === "operator" && staff === null ? "form-warn" : "muted"}>
            {role === "operator" && staff === null ? t("ui.users.staff.missing") : t("ui.users.staff.hint")} {t("ui.users.staff.wecom")}
          </small>
        </div>
        {(role === "supervisor" || unit !== null) && <UnitSelect value={unit} onChange={setUnit} />}
        {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      </form>
    </Dialog>
  );
}

function Wrong({ error, at }: { error: unknown; at: string }) {
  const text = error instanceof ApiProblem ? placed(error, at) : undefined;
  return text ? <small className="form-error">{text}</small> : null;
}

/** A supervisor of a unit sees it and what is below it; of none: everything. Nothing to choose while there is no unit. */
function UnitSelect({ value, onChange }: { value: number | null; onChange: (id: number | null) => void }) {
  const units = useQuery(orgQuery).data?.units ?? [];
  if (units.length === 0) return null;
  return (
    <div className="form-field">
      <label><span>{t("ui.users.unit")}</span>
        <Select allowClear value={value} placeholder={t("ui.users.unit.none")} aria-label={t("ui.users.unit")} onChange={(id?: number | null) => onChange(id ?? null)}
          options={units.map((one) => ({ value: one.id, label: pathOf(units, one) }))} /></label>
      <small className="muted">{t("ui.users.unit.hint")}</small>
    </div>
  );
}

function StaffSelect({ value, onChange, known }: { value: number | null; onChange: (id: number | null) => void; known: string | undefined }) {
  const [q, setQ] = useState("");
  const found = useQuery({
    queryKey: ["staff", q],
    queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/staff", { params: { query: { q } }, signal }))).items,
    placeholderData: (before) => before,
  });
  const options = (found.data ?? []).map((one) => ({ value: one.id, label: t("ui.users.staff.option", { name: one.name || one.external_id, n: one.groups, platform: named("platform", one.platform) }) }));
  if (value !== null && !options.some((one) => one.value === value)) options.unshift({ value, label: known ?? `#${value}` });
  return (
    <label>
      <span>{t("ui.users.staff")}</span>
      <Select allowClear showSearch={{ filterOption: false, onSearch: setQ }} loading={found.isFetching} value={value}
        placeholder={t("ui.users.staff.none")} aria-label={t("ui.users.staff")} options={options}
        notFoundContent={found.isFetching ? t("ui.state.loading") : t("ui.users.staff.nobody")}
        onChange={(id?: number | null) => onChange(id ?? null)} />
    </label>
  );
}
