import { Link } from "react-router";
import type { DeliveryView, WebhookView } from "@/app/types";
import { t } from "@/i18n";
import { instant, number } from "@/i18n/format";
import { type Column, Copy, DataTable, EmptyState, Load, Skeleton } from "@/ui";
import { useDeliveries } from "../data";
import { errorOf, eventOf, thenOf } from "../words";
import { DeliveryPill } from "./DeliveryPill";

/** What was sent to one receiver, newest first, and what became of it. */
export function Deliveries({ hook }: { hook: WebhookView }) {
  const query = useDeliveries(hook.id);
  const columns: Column<DeliveryView>[] = [
    { key: "at", label: t("ui.digests.delivery.at"), head: true, render: (one) => <When one={one} /> },
    { key: "state", label: t("ui.digests.delivery.state"), render: (one) => <span className="row rp-state"><DeliveryPill state={one.state} />{one.error && <span className="rp-small">{errorOf(one)}</span>}</span> },
    { key: "attempts", label: t("ui.digests.delivery.attempts"), num: true, render: (one) => number(one.attempts) },
    { key: "then", label: t("ui.digests.delivery.then"), render: (one) => thenOf(one) },
    { key: "key", label: t("ui.digests.delivery.key"), render: (one) => <span className="row rp-key"><code>{one.key}</code><Copy text={one.key} /></span> },
  ];
  return (
    <div className="rp-deliveries">
      <Load query={query} skeleton={<Skeleton rows={3} />}>
        {(list) => list.length === 0 ? <EmptyState kind="nothing" compact title={t("ui.digests.delivery.none")} text={t("ui.digests.delivery.none.text")} /> : (
          <DataTable caption={t("ui.digests.delivery.of", { name: hook.name })} columns={columns} rows={list} rowKey={(one) => one.id} />
        )}
      </Load>
      <p className="muted rp-small">{t("ui.digests.delivery.hint")}</p>
    </div>
  );
}

function When({ one }: { one: DeliveryView }) {
  return <span>{one.digest_id ? <Link to={`/reports/${one.digest_id}`}>{eventOf(one.event)}</Link> : eventOf(one.event)} <span className="muted">{instant(one.created_at)}</span></span>;
}
