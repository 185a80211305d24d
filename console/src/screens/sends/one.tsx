// /sends/:id: of a draft, who would get it and who not; of one under way, who confirmed, who is late, what came of each.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useCan } from "@/app/session";
import type { SendDetail } from "@/app/types";
import { named, t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { ConfirmAct, Load, Page, Pill, Skeleton } from "@/ui";
import { Account, Reasons } from "./Account";
import { cancel, remind, remove, useSend } from "./data";
import { Members } from "./Members";
import { MomentFeed } from "./MomentFeed";
import { Preview } from "./Preview";
import { Recipients } from "./Recipients";
import { added, summed, toneOf } from "./sums";
import "./sends.css";

export default function OneSend() {
  const id = Number(useParams()["id"]);
  const send = useSend(id);
  return (
    <Page title={send.data?.row.name ?? t("ui.nav.sends")} note={send.data && <Pill tone={toneOf(send.data.row.state)}>{named("send.state", send.data.row.state)}</Pill>}
      actions={send.data && <Acts send={send.data} />}>
      <Load query={send} what={t("ui.sends.one.failed")} skeleton={<div className="card"><Skeleton rows={6} height={320} /></div>}>
        {(told) => (told.row.state === "draft" ? <Draft send={told} /> : <UnderWay send={told} />)}
      </Load>
    </Page>
  );
}

function Shown({ send }: { send: SendDetail }) {
  const uploads = Object.fromEntries(send.uploads.map((one) => [one.ref, one]));
  return <Preview text={send.text} attachments={send.attachments} uploads={uploads} feed={send.row.kind === "moment"} />;
}

function Draft({ send }: { send: SendDetail }) {
  return (
    <div className="sd-two">
      <Account send={send} />
      <Shown send={send} />
    </div>
  );
}

function UnderWay({ send }: { send: SendDetail }) {
  const sums = summed(send.row.states);
  const why = added(send.excluded, send.refused);
  const moment = send.row.kind === "moment";
  const tiles: [string, number][] = [
    [t(moment ? "ui.sends.moment.audience" : "ui.sends.audience"), sums.all], [t(moment ? "ui.sends.moment.excluded" : "ui.sends.excluded"), sums.excluded],
    [t(moment ? "ui.sends.moment.sent" : "ui.sends.sent"), sums.sent], [t(moment ? "ui.sends.moment.open" : "ui.sends.open"), sums.open],
    [t(moment ? "ui.sends.moment.not" : "ui.sends.not"), sums.out],
  ];
  return (
    <div className="stack">
      <dl className="card sd-tiles">{tiles.map(([label, n]) => <div key={label}><dt>{label}</dt><dd>{number(n)}</dd></div>)}</dl>
      <div className="sd-two">
        <div className="stack">
          <Members send={send} />
          {moment && <MomentFeed send={send} />}
        </div>
        <div className="stack">
          {Object.keys(why).length > 0 && (
            <section className="card"><h2>{t("ui.sends.why")}</h2><Reasons counts={why} /></section>
          )}
          <Shown send={send} />
        </div>
      </div>
      <Recipients send={send} />
    </div>
  );
}

function Acts({ send }: { send: SendDetail }) {
  const may = useCan("sends.edit");
  const navigate = useNavigate();
  const [asking, setAsking] = useState<"cancel" | "remove">();
  const { id, kind, state, deadline_at, states } = send.row;
  const nudge = useMutation({ meta: { touches: ["sends"] }, mutationFn: () => remind(id) });
  const late = send.members.some((one) => one.late && one.may_remind);
  const stop = useMutation({ meta: { quiet: true, touches: ["sends"] }, mutationFn: () => (asking === "remove" ? remove(id) : cancel(id)) });
  if (!may) return null;
  if (state === "draft") {
    return (
      <>
        <Button onClick={() => setAsking("remove")}>{t("ui.sends.remove")}</Button>
        <Button onClick={() => void navigate(`/sends/${id}/edit`)}>{t("ui.sends.edit")}</Button>
        <ConfirmAct open={asking === "remove"} onClose={() => setAsking(undefined)} title={t("ui.sends.remove")} act={t("ui.sends.remove")} danger
          run={async () => { await stop.mutateAsync(); void navigate("/sends"); }} done={t("ui.sends.removed")}>
          <p>{t("ui.sends.remove.text")}</p>
        </ConfirmAct>
      </>
    );
  }
  if (state !== "running") return null;
  return (
    <>
      {deadline_at !== null && <span className="muted">{t("ui.sends.deadline", { when: relative(deadline_at) })}</span>}
      {kind === "message" && <Button disabled={!late} loading={nudge.isPending} onClick={() => nudge.mutate()}>{nudge.isSuccess ? t("ui.sends.reminded") : t("ui.sends.remind")}</Button>}
      <Button danger onClick={() => setAsking("cancel")}>{t(kind === "moment" ? "ui.sends.moment.cancel" : "ui.sends.cancel")}</Button>
      <ConfirmAct open={asking === "cancel"} onClose={() => setAsking(undefined)} title={t(kind === "moment" ? "ui.sends.moment.cancel.title" : "ui.sends.cancel.title")} act={t(kind === "moment" ? "ui.sends.moment.cancel" : "ui.sends.cancel")} danger
        undoHint={t("ui.sends.cancel.hint")} run={() => stop.mutateAsync()} done={t("ui.sends.cancelled")}>
        <p>{t(kind === "moment" ? "ui.sends.moment.cancel.text" : "ui.sends.cancel.text", { n: number(summed(states).open) })}</p>
      </ConfirmAct>
    </>
  );
}
