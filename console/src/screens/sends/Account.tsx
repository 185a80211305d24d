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
      <h2>{t("ui.sends.account")}</h2>
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
  return (
    <>
      <p className="sd-sum">{t("ui.sends.sum", { audience: number(told.audience), excluded: number(excluded), proposed: number(told.proposed) })}</p>
      <Reasons counts={told.excluded} />
      <p className="sd-line sd-total"><span>{t("ui.sends.proposed")}</span><b>{number(told.proposed)}</b></p>
      {told.proposed > 0 && <p className="muted">{t("ui.sends.senders", { n: told.senders })}</p>}
      {told.wrong.map((code) => <p key={code} className="form-error" role="alert">{named("send.wrong", code)}</p>)}
      {may && (
        <div className="row">
          <span className="spread" />
          <Button type="primary" disabled={told.proposed === 0 || told.wrong.length > 0} onClick={() => setAsking(true)}>{t("ui.sends.confirm")}</Button>
        </div>
      )}
      <ConfirmAct open={asking} onClose={() => setAsking(false)} title={t("ui.sends.confirm")} act={t("ui.sends.confirm.act", { n: told.senders })}
        undoHint={t("ui.sends.confirm.hint")} run={() => act.mutateAsync()} done={t("ui.sends.confirmed")}>
        <p>{t("ui.sends.confirm.text", { n: number(told.proposed) })}</p>
      </ConfirmAct>
    </>
  );
}

export function Reasons({ counts }: { counts: Record<string, number> }) {
  return <ul className="sd-reasons">{Object.entries(counts).map(([reason, n]) => <li key={reason} className="sd-line"><span>{named("send.reason", reason)}</span><b>{number(n)}</b></li>)}</ul>;
}
