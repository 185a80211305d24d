// /segments/layers/:id/allocation: who of a layer would sit in which group. A preview until it is confirmed: then it is kept
// and staff have tasks. Nobody is moved by it.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { sentence } from "@/app/problem";
import { useCan } from "@/app/session";
import type { AllocationView, AllocationWanted, LayerView } from "@/app/types";
import { named, t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { usePaused } from "@/screens/segments/data";
import { type Column, ConfirmAct, DataTable, Def, EmptyState, ErrorState, Icon, Load, Page, Skeleton, Verdict } from "@/ui";
import { layersQuery } from "../data";
import { EMPTY_PLAN, type PlanText, wantedPlan } from "../model/plan";
import { confirmPlan, planPath, savePlan, usePlan, usePlanned } from "./data";
import { PlanForm } from "./Form";
import { KeptPlans } from "./Kept";
import "@/screens/retention/retention.css";
import "../layers.css";

const BACK = "/segments/tags?view=layers";
const FIRST = 12; // groups shown: the rest is in the file

export default function Allocation() {
  const { id = "" } = useParams();
  const query = useQuery(layersQuery);
  const layer = query.data?.find((one) => String(one.id) === id);
  return (
    <Page title={layer ? t("ui.allocation.of", { name: layer.name }) : t("ui.allocation.title")} actions={<Link to={BACK}>{t("ui.layers.back")}</Link>}>
      <Load query={query} what={t("ui.layers.failed")} skeleton={<div className="card"><Skeleton rows={10} /></div>}>
        {() => layer ? <Plan key={id} layer={layer} /> : <EmptyState kind="nothing" title={t("ui.layers.unknown")} action={<Link to={BACK}>{t("ui.layers.back")}</Link>} />}
      </Load>
    </Page>
  );
}

function Plan({ layer }: { layer: LayerView }) {
  const [plan, setPlan] = useState<PlanText>(EMPTY_PLAN);
  const told = useMemo(() => wantedPlan(plan), [plan]);
  const wanted = usePaused(typeof told === "string" ? null : told);
  const query = usePlan(layer.id, wanted);
  const file = useMutation({ mutationFn: () => (wanted ? savePlan(layer.id, wanted) : Promise.resolve()) });
  const view = query.data;
  return (
    <div className="stack">
      <KeptPlans layer={layer.id} />
      <PlanForm layer={layer} plan={plan} change={setPlan} fault={typeof told === "string" ? told : null} />
      {query.error && !query.isFetching && <ErrorState error={query.error} what={t("ui.allocation.failed")} retry={() => void query.refetch()} />}
      {!view && !query.error && <div className="card"><Skeleton rows={8} height={360} /></div>}
      {view && wanted && !query.error && (
        <div className={query.isPlaceholderData ? "stack rt-old" : "stack"} aria-busy={query.isPlaceholderData}>
          {view.people === 0 ? <EmptyState kind="never" title={t("ui.allocation.none")} text={t("ui.allocation.none.text")} /> : (
            <>
              <Verdict sentence={t("ui.allocation.verdict", { people: plain(view.people), stay: plain(view.stay), move: plain(view.move), come: plain(view.come) })}
                aside={<><Aside k="allocation_opened" label={t("ui.allocation.opened")} value={view.opened} /><Aside k="allocation_torn" label={t("ui.allocation.torn")} value={view.torn} /></>} />
              <Unseated view={view} />
              <Confirm layer={layer} wanted={wanted} view={view} ready={!query.isPlaceholderData} />
              <Rooms view={view} layer={layer} />
              <People id={layer.id} wanted={wanted} layer={layer} act={<Button loading={file.isPending} icon={<Icon name="download" size={14} />} onClick={() => file.mutate()}>{t("ui.allocation.export")}</Button>} />
            </>
          )}
        </div>
      )}
      {file.error && <p className="form-error" role="alert">{sentence(file.error)}</p>}
    </div>
  );
}

/** What confirming would do; one press, and staff have their tasks. */
function Confirm({ layer, wanted, view, ready }: { layer: LayerView; wanted: AllocationWanted; view: AllocationView; ready: boolean }) {
  const [open, setOpen] = useState(false);
  const may = useCan("segments.edit");
  const go = useNavigate();
  const people = view.move + view.come;
  if (!may || people === 0) return null;
  const run = async () => {
    const made = await confirmPlan(layer.id, wanted, view.digest);
    void go(planPath(layer.id, made.id));
  };
  return (
    <div className="row">
      <span className="muted spread">{t("ui.allocation.confirm.note")}</span>
      <Button type="primary" disabled={!ready} onClick={() => setOpen(true)}>{t("ui.allocation.confirm")}</Button>
      <ConfirmAct open={open} onClose={() => setOpen(false)} title={t("ui.allocation.confirm.title", { name: layer.name })} act={t("ui.allocation.confirm.act", { n: plain(people) })}
        done={t("ui.allocation.confirm.done")} undoHint={t("ui.allocation.confirm.hint")} run={run}>
        <p>{t("ui.allocation.confirm.text", { move: plain(view.move), come: plain(view.come), opened: plain(view.opened) })}</p>
        <p className="muted">{t("ui.allocation.confirm.more")}</p>
      </ConfirmAct>
    </div>
  );
}

function Aside({ k, label, value }: { k: string; label: string; value: number }) {
  return <div className="rt-aside"><Def k={k}>{label}</Def><b>{plain(value)}</b></div>;
}

function Unseated({ view }: { view: AllocationView }) {
  const left = view.unseated.filter((one) => one.count > 0);
  if (left.length === 0) return null;
  return <ul className="card">{left.map((one) => <li key={one.reason}>{named("seat", one.reason)} <b>{plain(one.count)}</b></li>)}</ul>;
}

function Rooms({ view, layer }: { view: AllocationView; layer: LayerView }) {
  const tier = (id: number) => layer.tiers.find((one) => one.id === id)?.name ?? "–";
  const columns: Column<AllocationView["groups"][number] & { at: number }>[] = [
    { key: "name", head: true, label: t("ui.allocation.group"), render: (one) => one.name ?? t("ui.allocation.new") },
    { key: "tier", label: t("ui.layers.tier"), render: (one) => tier(one.tier_id) },
    { key: "region", label: t("ui.allocation.region"), render: (one) => one.region ?? "–" },
    { key: "before", num: true, label: t("ui.allocation.before"), render: (one) => plain(one.before) },
    { key: "after", num: true, label: t("ui.allocation.after"), render: (one) => plain(one.after) },
    { key: "limit", num: true, label: t("ui.layers.capacity"), render: (one) => plain(one.limit) },
  ];
  if (view.groups.length === 0) return <EmptyState kind="done" compact title={t("ui.allocation.stays")} />;
  return (
    <section className="rt-slices" aria-label={t("ui.allocation.groups")}>
      <h2>{t("ui.allocation.groups")}</h2>
      <DataTable caption={t("ui.allocation.groups")} columns={columns} rows={view.groups.slice(0, FIRST).map((one, at) => ({ ...one, at }))} rowKey={(one) => one.at} />
      {view.groups.length > FIRST && <p className="muted">{t("ui.allocation.more", { n: view.groups.length - FIRST })}</p>}
    </section>
  );
}

function People({ id, wanted, layer, act }: { id: number; wanted: AllocationWanted; layer: LayerView; act: React.ReactNode }) {
  const query = usePlanned(id, wanted);
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const tier = (of: number) => layer.tiers.find((one) => one.id === of)?.name ?? "–";
  const columns: Column<(typeof people)[number]>[] = [
    { key: "name", head: true, label: t("ui.allocation.customer"), render: (one) => <Link to={`/customers/${one.customer_id}`}>{one.name?.trim() || t("ui.retention.person", { id: one.customer_id })}</Link> },
    { key: "tier", label: t("ui.layers.tier"), render: (one) => [tier(one.tier_id), one.region].filter(Boolean).join(t("table.sep")) },
    { key: "owner", label: t("ui.allocation.owner"), render: (one) => one.owner ?? "–" },
    { key: "from", label: t("ui.allocation.from"), render: (one) => one.from_group ?? "–" },
    { key: "to", label: t("ui.allocation.to"), render: (one) => one.to_group ?? (one.opened === null ? "–" : t("ui.allocation.new.n", { n: one.opened })) },
    { key: "why", label: t("ui.allocation.why"), render: (one) => <span className="muted">{named("seat", one.reason)}</span> },
  ];
  return (
    <section className="rt-slices" aria-label={t("ui.allocation.people")}>
      <div className="row"><h2>{t("ui.allocation.people")}</h2><span className="muted">{t("ui.retention.names.total", { n: plain(total), shown: plain(people.length) })}</span><span className="spread" />{total > 0 && act}</div>
      <Load query={query} what={t("ui.retention.names.failed")} skeleton={<div className="card"><Skeleton rows={8} /></div>}>
        {() => people.length === 0 ? <EmptyState kind="done" compact title={t("ui.allocation.stays")} /> : <DataTable caption={t("ui.allocation.people")} columns={columns} rows={people} rowKey={(one) => one.customer_id} />}
      </Load>
      {query.hasNextPage && <div className="more"><Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
    </section>
  );
}
