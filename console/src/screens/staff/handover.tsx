// /staff/handovers/:id: of a plan, the exact sums; of one under way, what came of each customer and each group.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useCan } from "@/app/session";
import type { HandoverDetail, HandoverSums } from "@/app/types";
import { named, t } from "@/i18n";
import { number } from "@/i18n/format";
import { ConfirmAct, Load, Page, Pill, Skeleton } from "@/ui";
import { cancel, confirm, remove, useHandover } from "./data";
import { Items } from "./Items";
import { rest, summed, toneOf, whyNot } from "./sums";
import "./staff.css";

export default function OneHandover() {
  const id = Number(useParams()["id"]);
  const found = useHandover(id);
  const row = found.data?.row;
  return (
    <Page title={row ? t("ui.staff.handover", { name: row.giver.name }) : t("ui.staff.handovers")}
      note={row && <Pill tone={toneOf(row.state)}>{named("handover.state", row.state)}</Pill>}
      actions={found.data && <Acts told={found.data} again={() => void found.refetch()} />}>
      <Load query={found} what={t("ui.staff.handover.failed")} skeleton={<div className="card"><Skeleton rows={6} height={320} /></div>}>
        {(told) => <Whole told={told} />}
      </Load>
    </Page>
  );
}

function Whole({ told }: { told: HandoverDetail }) {
  const { row } = told;
  return (
    <div className="stack">
      <div className="sf-way">
        <Link to={`/staff/${row.giver.id}`}>{row.giver.name}</Link><span aria-hidden="true">→</span><span className="muted">{row.receivers.map((one) => one.name).join(" / ")}</span>
      </div>
      {row.cancelling && <p className="muted" role="status">{t("ui.staff.cancelling")}</p>}
      {told.fault && row.state === "running" && <p className="form-error" role="status">{t("ui.staff.fault", { code: told.fault })}</p>}
      <div className="sf-two">
        <Sums title={t("ui.staff.plan.customers")} sums={row.customers} draft={row.state === "draft"} />
        <Sums title={t("ui.staff.plan.groups")} sums={row.groups} draft={row.state === "draft"} />
      </div>
      {told.message && <section className="card"><h2>{t("ui.staff.plan.message")}</h2><p className="sf-said">{told.message}</p></section>}
      <Items told={told} />
    </div>
  );
}

function Sums({ title, sums, draft }: { title: string; sums: HandoverSums; draft: boolean }) {
  const { all, excluded, movable, done, open, not } = summed(sums);
  const lines: [string, number][] = draft ? [] : [[t("ui.staff.done"), done], [t("ui.staff.open"), open], [t("ui.staff.not"), not]];
  const why = draft ? [] : whyNot(sums).flatMap(({ state, n, reasons }): [string, number][] => [[named("handover.item", state), n], ...reasons.map(([code, m]): [string, number] => [named("handover.reason", code), m])]);
  return (
    <section className="card stack">
      <h2>{title}</h2>
      {all === 0 ? <p className="muted">{t("ui.staff.sum.none")}</p> : (
        <>
          <p className="sf-sum">{t("ui.staff.sum", { all: number(all), movable: number(movable), excluded: number(excluded) })}</p>
          <ul className="sf-lines">
            {lines.map(([label, n]) => <li key={label}><span>{label}</span><b>{number(n)}</b></li>)}
            {why.map(([label, n]) => <li key={`w${label}`} className="sf-sub"><span>{label}</span><b>{number(n)}</b></li>)}
            {excluded > 0 && <li><span>{t("ui.staff.excluded")}</span><b>{number(excluded)}</b></li>}
            {Object.entries(sums.excluded).map(([code, n]) => <li key={`x${code}`} className="sf-sub"><span>{named("handover.reason", code)}</span><b>{number(n)}</b></li>)}
          </ul>
        </>
      )}
    </section>
  );
}

function Acts({ told, again }: { told: HandoverDetail; again: () => void }) {
  const may = useCan("staff.hand_over");
  const navigate = useNavigate();
  const [asking, setAsking] = useState<"confirm" | "remove" | "cancel">();
  const { row, digest } = told;
  const quiet = { quiet: true, touches: ["staff", "tasks"] };
  const begin = useMutation({ meta: quiet, mutationFn: () => confirm(row.id, digest), onError: again });
  const drop = useMutation({ meta: quiet, mutationFn: () => remove(row.id) });
  const stop = useMutation({ meta: quiet, mutationFn: () => cancel(row.id) });
  const close = () => setAsking(undefined);
  if (!may) return null;
  if (row.state === "draft") {
    const movable = { customers: number(summed(row.customers).movable), groups: number(summed(row.groups).movable) };
    const none = summed(row.customers).movable + summed(row.groups).movable === 0;
    return (
      <>
        <Button onClick={() => setAsking("remove")}>{t("ui.staff.remove")}</Button>
        <Button onClick={() => void navigate(`/staff/${row.giver.id}/hand-over?plan=${row.id}`)}>{t("ui.staff.edit")}</Button>
        <Button type="primary" disabled={none} onClick={() => setAsking("confirm")}>{t("ui.staff.confirm")}</Button>
        <ConfirmAct open={asking === "confirm"} onClose={close} title={t("ui.staff.confirm.title", movable)} act={t("ui.staff.confirm")}
          undoHint={t("ui.staff.confirm.hint")} run={() => begin.mutateAsync()} done={t("ui.staff.confirm.done")}>
          <p>{t("ui.staff.confirm.text")}</p>
        </ConfirmAct>
        <ConfirmAct open={asking === "remove"} onClose={close} title={t("ui.staff.remove")} act={t("ui.staff.remove")} danger
          run={async () => { await drop.mutateAsync(); void navigate(`/staff/${row.giver.id}`); }} done={t("ui.staff.removed")}>
          <p>{t("ui.staff.remove.text")}</p>
        </ConfirmAct>
      </>
    );
  }
  const left = rest(row.customers) + rest(row.groups);
  const planned = (row.customers.states["planned"] ?? 0) + (row.groups.states["planned"] ?? 0);
  return (
    <>
      {row.state === "running" && planned > 0 && !row.cancelling && <Button danger onClick={() => setAsking("cancel")}>{t("ui.staff.cancel")}</Button>}
      {row.state !== "running" && left > 0 && <Button type="primary" onClick={() => void navigate(`/staff/${row.giver.id}/hand-over`)}>{t("ui.staff.again")}</Button>}
      <ConfirmAct open={asking === "cancel"} onClose={close} title={t("ui.staff.cancel.title")} act={t("ui.staff.cancel")} danger
        run={() => stop.mutateAsync()} done={t("ui.staff.cancel.done")}>
        <p>{t("ui.staff.cancel.text")}</p>
      </ConfirmAct>
    </>
  );
}
