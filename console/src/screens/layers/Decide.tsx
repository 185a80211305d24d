// Names of one proposed change; all of them, or those that are chosen, are accepted or refused with a reason.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { sentence } from "@/app/problem";
import type { LayerView, ProposedChange } from "@/app/types";
import { t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { relative } from "@/i18n/format";
import { toggled } from "@/screens/checkup/model/view";
import { Dialog, EmptyState, Load, Skeleton, toast } from "@/ui";
import { acceptAll, refuseAll, useProposals } from "./data";

interface DecideProps {
  layer: LayerView;
  change: ProposedChange;
  title: string;
  may: boolean;
  close: () => void;
}

export function Decide({ layer, change, title, may, close }: DecideProps) {
  const query = useProposals(layer.id, change);
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [chosen, setChosen] = useState<string[]>([]);
  const [reason, setReason] = useState("");
  const [refusing, setRefusing] = useState(false);
  const wanted = { ids: chosen.map(Number), change };
  const many = chosen.length || change.count;
  const done = (key: "ui.layers.accepted" | "ui.layers.refused") => (told: { count: number }) => { toast({ text: t(key, { n: told.count }) }); close(); };
  const accept = useMutation({ meta: { quiet: true }, mutationFn: () => acceptAll(layer.id, wanted), onSuccess: done("ui.layers.accepted") });
  const refuse = useMutation({ meta: { quiet: true }, mutationFn: () => refuseAll(layer.id, wanted, reason.trim()), onSuccess: done("ui.layers.refused") });
  const busy = accept.isPending || refuse.isPending;
  const failed = accept.error ?? refuse.error;
  return (
    <Dialog open onClose={close} width={600} title={title} footer={may && (
      <>
        <span className="muted spread">{t("ui.layers.decide.hint")}</span>
        {refusing ? (
          <>
            <Button disabled={busy} onClick={() => setRefusing(false)}>{t("ui.act.back")}</Button>
            <Button danger type="primary" loading={refuse.isPending} disabled={reason.trim() === "" || busy} onClick={() => refuse.mutate()}>{t("ui.layers.refuse", { n: many })}</Button>
          </>
        ) : (
          <>
            <Button disabled={busy} onClick={() => setRefusing(true)}>{t("ui.layers.refuse", { n: many })}</Button>
            <Button type="primary" loading={accept.isPending} disabled={busy} onClick={() => accept.mutate()}>{t("ui.layers.accept", { n: many })}</Button>
          </>
        )}
      </>
    )}>
      <p className="muted">{t(chosen.length ? "ui.layers.decide.chosen" : "ui.layers.decide.all", { n: many, all: plain(change.count) })}</p>
      {refusing && (
        <label className="form-field"><span>{t("ui.layers.reason")}</span>
          <input className="rt-input" maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} /></label>
      )}
      <Load query={query} what={t("ui.retention.names.failed")} skeleton={<Skeleton rows={8} />}>
        {() => people.length === 0 ? <EmptyState kind="done" compact title={t("ui.layers.waiting.none")} /> : (
          <ul className="ly-people">
            {people.map((one) => {
              const name = one.name?.trim() || t("ui.retention.person", { id: one.customer_id });
              return (
                <li key={one.id}>
                  {may && <input type="checkbox" aria-label={t("ui.customers.choose", { name })} checked={chosen.includes(String(one.id))} onChange={() => setChosen(toggled(chosen, String(one.id)))} />}
                  <Link to={`/customers/${one.customer_id}`}>{name}</Link>
                  <span className="muted">{t("ui.layers.since", { ago: relative(one.since_at) })}</span>
                </li>
              );
            })}
          </ul>
        )}
      </Load>
      {query.hasNextPage && <div className="more"><Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
      {failed && <p className="form-error" role="alert">{sentence(failed)}</p>}
    </Dialog>
  );
}
