// /segments/layers/:id/allocation/:plan: whom a confirmed plan moves; ?part= of one task alone.
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link, useParams, useSearchParams } from "react-router";
import type { AllocationMove, LayerView } from "@/app/types";
import { t } from "@/i18n";
import { instant } from "@/i18n/format";
import { type Column, DataTable, EmptyState, Load, Page, Pill, Skeleton } from "@/ui";
import { layersQuery } from "../data";
import { useMoves, usePlans } from "./data";
import { progressOf } from "./Kept";
import "@/screens/retention/retention.css";
import "../layers.css";

export default function PlanScreen() {
  const { id = "", plan = "" } = useParams();
  const [address, setAddress] = useSearchParams();
  const layers = useQuery(layersQuery);
  const layer = layers.data?.find((one) => String(one.id) === id);
  const plans = usePlans(Number(id));
  const kept = plans.data?.find((one) => String(one.id) === plan);
  const part = address.get("part");
  const back = <Link to={`/segments/layers/${id}/allocation`}>{t("ui.allocation.back")}</Link>;
  return (
    <Page title={layer ? t("ui.allocation.plan", { name: layer.name }) : t("ui.allocation.title")} actions={back}
      {...(kept ? { note: t("ui.allocation.kept.of", { by: kept.made_by_name, ago: instant(kept.made_at) }) } : {})}>
      <Load query={plans} what={t("ui.allocation.failed")} skeleton={<div className="card"><Skeleton rows={10} /></div>}>
        {() => !kept ? <EmptyState kind="nothing" title={t("ui.allocation.plan.none")} text={t("ui.allocation.plan.none.text")} action={back} /> : (
          <div className="stack">
            <div className="card row">
              <span className="spread">{progressOf(kept)}</span>
              {kept.undone_at !== null && <Pill tone="dead">{t("ui.allocation.undone")}</Pill>}
              {part && <Button onClick={() => setAddress({}, { replace: true })}>{t("ui.allocation.whole")}</Button>}
            </div>
            <Moves layer={layer} id={Number(id)} plan={kept.id} part={part} />
          </div>
        )}
      </Load>
    </Page>
  );
}

function Moves({ layer, id, plan, part }: { layer: LayerView | undefined; id: number; plan: number; part: string | null }) {
  const query = useMoves(id, plan, part);
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  const tier = (of: number) => layer?.tiers.find((one) => one.id === of)?.name ?? "–";
  const columns: Column<AllocationMove>[] = [
    { key: "name", head: true, label: t("ui.allocation.customer"), render: (one) => <Link to={`/customers/${one.customer_id}`}>{one.name?.trim() || t("ui.retention.person", { id: one.customer_id })}</Link> },
    { key: "tier", label: t("ui.layers.tier"), render: (one) => [tier(one.tier_id), one.region].filter(Boolean).join(t("table.sep")) },
    { key: "owner", label: t("ui.allocation.owner"), render: (one) => one.owner ?? "–" },
    { key: "from", label: t("ui.allocation.from"), render: (one) => one.from_group ?? "–" },
    { key: "to", label: t("ui.allocation.to"), render: (one) => one.to_group ?? (one.opened === null ? "–" : t("ui.allocation.new.n", { n: one.opened })) },
    { key: "arrived", label: t("ui.allocation.arrived"), render: (one) => (one.arrived ? <Pill tone="brand">{t("ui.allocation.arrived")}</Pill> : <span className="muted">{t("ui.allocation.waits")}</span>) },
  ];
  return (
    <Load query={query} what={t("ui.allocation.failed")} skeleton={<div className="card"><Skeleton rows={8} /></div>}>
      {() => (
        <>
          {people.length === 0 ? <EmptyState kind="nothing" title={t("ui.allocation.plan.nobody")} /> : <DataTable caption={t("ui.allocation.people")} columns={columns} rows={people} rowKey={(one) => one.customer_id} />}
          {query.hasNextPage && <div className="more"><Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
        </>
      )}
    </Load>
  );
}
