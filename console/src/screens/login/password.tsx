import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type FormEvent, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { api, ok } from "@/app/api";
import { placed } from "@/app/problem";
import { client } from "@/app/query";
import { learn, sessionQuery, signOut, useSession } from "@/app/session";
import { LangButton } from "@/app/shell/LangButton";
import { t } from "@/i18n";
import { Icon, Mark } from "@/ui/icons";
import { toast } from "@/ui/toast";
import { loginSentence } from ".";
import "./login.css";

const LEAST = 10;

const eye = (shown: boolean) => <span><Icon name={shown ? "unseen" : "seen"} /></span>; // antd makes a button of it

export default function ChangePassword() {
  const { user } = useSession();
  const navigate = useNavigate();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const change = useMutation({
    meta: { quiet: true },
    mutationFn: () => ok(api.POST("/api/v1/session/password", { body: { old, new: fresh } })),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, learn(session));
      toast({ text: t("ui.password.done") });
      void navigate("/", { replace: true });
    },
  });
  useEffect(() => {
    document.title = `${t("ui.password.title")} · ${t("ui.brand")}`;
  }, []);

  const short = fresh.length > 0 && fresh.length < LEAST;
  const differ = again.length > 0 && again !== fresh;
  const ready = old.length > 0 && fresh.length >= LEAST && again === fresh;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) change.mutate();
  };
  return (
    <main className="login">
      <div className="login-lang"><LangButton /></div>
      <form className="login-card" onSubmit={submit} noValidate>
        <p className="login-brand"><Mark size={32} /> {t("ui.brand")}</p>
        <h1>{t("ui.password.title")}</h1>
        <p className="muted">{user.must_change_password ? t("ui.password.must") : t("ui.password.why")}</p>
        <input type="text" className="hidden-text" autoComplete="username" value={user.login} readOnly tabIndex={-1} aria-hidden="true" />
        <label>
          <span>{user.must_change_password ? t("ui.password.once") : t("ui.password.old")}</span>
          <Input.Password size="large" iconRender={eye} autoFocus autoComplete="current-password" maxLength={200} value={old} onChange={(event) => setOld(event.target.value)} />
        </label>
        <label>
          <span>{t("ui.password.new")}</span>
          <Input.Password size="large" iconRender={eye} autoComplete="new-password" maxLength={200} value={fresh} status={short ? "error" : ""}
            aria-describedby="password-rule" onChange={(event) => setFresh(event.target.value)} />
          <small id="password-rule" className={short ? "form-error" : "muted"}>{placed(change.error, "new") ?? t("ui.password.rule", { n: LEAST })}</small>
        </label>
        <label>
          <span>{t("ui.password.again")}</span>
          <Input.Password size="large" iconRender={eye} autoComplete="new-password" maxLength={200} value={again} status={differ ? "error" : ""} onChange={(event) => setAgain(event.target.value)} />
          {differ && <small className="form-error" role="status">{t("ui.password.differ")}</small>}
        </label>
        {change.error && <p className="form-error" role="alert">{loginSentence(change.error)}</p>}
        <Button type="primary" size="large" htmlType="submit" block loading={change.isPending} disabled={!ready}>{t("ui.password.act")}</Button>
        {user.must_change_password
          ? <Button type="text" block onClick={() => void signOut(false)}>{t("ui.me.out")}</Button>
          : <Button type="text" block onClick={() => void navigate(-1)}>{t("ui.act.back")}</Button>}
      </form>
    </main>
  );
}
