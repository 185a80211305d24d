// The exact account of a draft: audience = those left out, reason by reason, + those who get it. Then one press.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useCan } from "@/app/session";
import type { SendAccount, SendDetail } from "@/app/types";
import { named, t } from "@/i18n";
import { number } from "@/i18n/format";
import { ConfirmAct, Load, Skeleton } from "@/ui";
import { confirm, useAccount } from "./data";
import { total } from "./sums";

export function Account({ send }: { send: SendDetail }) {
  const account = useAccount(send.row.id, send.turn);
  return (
    <section className="card stack">
      <h2>{t(send.row.kind === "moment" ? "ui.sends.moment.account" : "ui.sends.account")}</h2>
      <Load query={account} what={t("ui.sends.account.failed")} skeleton={<Skeleton rows={6} height={240} />}>
        {(told) => <Told send={send} told={told} again={() => void account.refetch()} />}
      </Load>
    </section>
  );
}

function Told({ send, told, again }: { send: SendDetail; told: SendAccount; again: () => void }) {
  const may = useCan("sends.edit");
  const [asking, setAsking] = useState(false);
  const act = useMutation({
    meta: { quiet: true, touches: ["sends", "tasks"] },
    mutationFn: () => confirm(send.row.id, send.turn, told),
    onError: again,
  });
  const excluded = total(told.excluded);
  const moment = send.row.kind === "moment";
  return (
    <>
      <p className="sd-sum">{t(moment ? "ui.sends.moment.sum" : "ui.sends.sum", { audience: number(told.audience), excluded: number(excluded), proposed: number(told.proposed) })}</p>
      <Reasons counts={told.excluded} />
      <p className="sd-line sd-total"><span>{t(moment ? "ui.sends.moment.proposed" : "ui.sends.proposed")}</span><b>{number(told.proposed)}</b></p>
      {moment && <Notices told={told} />}
      {told.proposed > 0 && !moment && <p className="muted">{t("ui.sends.senders", { n: told.senders })}</p>}
      {told.proposed > 0 && moment && (
        <details className="sd-publishers" open={told.publishers.length <= 8}>
          <summary>{t("ui.sends.moment.senders", { n: told.senders })}</summary>
          <ul className="sd-reasons">{told.publishers.map((one) => <li key={one.staff_id} className="sd-line"><span>{one.name}</span><b>{number(one.people)}</b></li>)}</ul>
        </details>
      )}
      {told.wrong.map((code) => <p key={code} className="form-error" role="alert">{named("send.wrong", code)}</p>)}
      {may && (
        <div className="row">
          <span className="spread" />
          <Button type="primary" disabled={told.proposed === 0 || told.wrong.length > 0} onClick={() => setAsking(true)}>{t(moment ? "ui.sends.moment.confirm" : "ui.sends.confirm")}</Button>
        </div>
      )}
      <ConfirmAct open={asking} onClose={() => setAsking(false)} title={t(moment ? "ui.sends.moment.confirm" : "ui.sends.confirm")} act={t("ui.sends.confirm.act", { n: told.senders })}
        undoHint={t("ui.sends.confirm.hint")} run={() => act.mutateAsync()} done={t("ui.sends.confirmed")}>
        <p>{t(moment ? "ui.sends.moment.confirm.text" : "ui.sends.confirm.text", { n: number(told.proposed) })}</p>
        {moment && <Notices told={told} />}
      </ConfirmAct>
    </>
  );
}

/** Of those who will see it: whom WeCom can't be told to leave out. */
function Notices({ told }: { told: SendAccount }) {
  const found = Object.entries(told.notices);
  if (!found.length) return null;
  return (
    <div className="sd-notices">
      <p>{t("ui.sends.moment.notices")}</p>
      <ul className="sd-reasons">{found.map(([code, n]) => <li key={code} className="sd-line"><span>{named("send.notice", code)}</span><b>{number(n)}</b></li>)}</ul>
    </div>
  );
}

export function Reasons({ counts }: { counts: Record<string, number> }) {
  return <ul className="sd-reasons">{Object.entries(counts).map(([reason, n]) => <li key={reason} className="sd-line"><span>{named("send.reason", reason)}</span><b>{number(n)}</b></li>)}</ul>;
}
