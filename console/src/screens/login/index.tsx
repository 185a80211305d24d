import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type FormEvent, type KeyboardEvent, useEffect, useState } from "react";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import { api, ok } from "@/app/api";
import { ApiProblem, sentence } from "@/app/problem";
import { client } from "@/app/query";
import { learn, sessionQuery } from "@/app/session";
import { LangButton } from "@/app/shell/LangButton";
import { t } from "@/i18n";
import { instant } from "@/i18n/format";
import { Mark } from "@/ui/icons";
import { inside } from "./inside";
import "./login.css";

export function loginSentence(error: unknown): string {
  if (error instanceof ApiProblem && error.code === "login_locked" && error.params["until_at"]) {
    return t("ui.login.locked", { time: instant(Number(error.params["until_at"])) });
  }
  return sentence(error);
}

export default function Login() {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [caps, setCaps] = useState(false);
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const to = inside(params.get("to"));
  const enter = useMutation({
    meta: { quiet: true },
    mutationFn: () => ok(api.POST("/api/v1/session", { body: { login: login.trim(), password } })),
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, learn(session));
      void navigate(to, { replace: true });
    },
    onError: () => setPassword(""),
  });
  useEffect(() => {
    document.title = `${t("ui.login.title")} · ${t("ui.brand")}`;
  }, []);
  if (client.getQueryData(sessionQuery.queryKey) && !enter.isPending) return <Navigate to={to} replace />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (login.trim() && password) enter.mutate();
  };
  const watchCaps = (event: KeyboardEvent) => setCaps(event.getModifierState("CapsLock"));
  return (
    <main className="login">
      <div className="login-lang"><LangButton /></div>
      <form className="login-card" onSubmit={submit} noValidate>
        <p className="login-brand"><Mark size={32} /> {t("ui.brand")}</p>
        <h1>{t("ui.login.title")}</h1>
        <label>
          <span>{t("ui.login.name")}</span>
          <Input size="large" autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={100}
            value={login} onChange={(event) => setLogin(event.target.value)} />
        </label>
        <label>
          <span>{t("ui.login.password")}</span>
          <Input.Password size="large" autoComplete="current-password" maxLength={200} value={password}
            visibilityToggle={false} onKeyUp={watchCaps} onKeyDown={watchCaps} onChange={(event) => setPassword(event.target.value)} />
        </label>
        {caps && <p className="login-hint" role="status">{t("ui.login.caps")}</p>}
        {enter.error && <p className="form-error" role="alert">{loginSentence(enter.error)}</p>}
        <Button type="primary" size="large" htmlType="submit" block loading={enter.isPending} disabled={!login.trim() || !password}>
          {t("ui.login.act")}
        </Button>
        <Wecom to={to} />
        <p className="login-hint">{t("ui.login.first")}</p>
      </form>
    </main>
  );
}

/** Where a connection lets its members in: WeCom says who they are, and sends them back to where they wanted to go. */
function Wecom({ to }: { to: string }) {
  const ways = useQuery({ queryKey: ["sign-in-ways"], retry: false, queryFn: ({ signal }) => ok(api.GET("/api/v1/session/ways", { signal })) });
  const found = ways.data?.wecom ?? [];
  if (found.length === 0) return null;
  return (
    <>
      <p className="login-or"><span>{t("ui.login.or")}</span></p>
      {found.map((one) => (
        <Button key={one.id} size="large" block href={`/sign-in/wecom/${one.id}?to=${encodeURIComponent(`/app${to}`)}`}>
          {one.name ? t("ui.login.wecom.named", { name: one.name }) : t("ui.login.wecom")}
        </Button>
      ))}
    </>
  );
}
