import { Button } from "antd";
import { useState } from "react";
import type { CustomerOrder, CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { instant, NONE } from "@/i18n/format";
import { Pill } from "@/ui";
import { exact } from "../model/values";
import { Nothing, Section } from "./Section";

const FIRST = 5;

/** Orders with their lines, refunds and status; the newest first. */
export function Orders({ person }: { person: CustomerView }) {
  const [all, setAll] = useState(false);
  const { orders, spending } = person;
  return (
    <Section id="orders" title={t("ui.customers.orders")} count={spending.orders || orders.length || undefined}>
      {orders.length === 0 && <Nothing>{t("ui.customers.orders.none")}</Nothing>}
      <ul className="cs-orders">{orders.slice(0, all ? undefined : FIRST).map((order) => <Order key={order.id} order={order} />)}</ul>
      {!all && orders.length > FIRST && <Button size="small" onClick={() => setAll(true)}>{t("ui.customers.orders.all", { n: orders.length })}</Button>}
      {all && spending.orders > orders.length && <p className="muted cs-small">{t("ui.customers.orders.newest", { n: orders.length })}</p>}
    </Section>
  );
}

function Order({ order }: { order: CustomerOrder }) {
  const amount = order.foreign ? `${order.currency ?? ""} ${(order.cents / 100).toFixed(2)}`.trim() : exact(order.cents);
  const whole = order.refunded_cents >= order.cents && order.cents > 0;
  return (
    <li className={order.cancelled ? "cancelled" : undefined}>
      <div className="cs-order-head">
        <span className="muted">{order.placed_at === null ? t("ui.customers.order.unknown") : instant(order.placed_at)}</span>
        {order.status && <Pill tone={order.cancelled ? "dead" : "brand"}>{order.status}</Pill>}
        {order.refunded_cents > 0 && <Pill tone="fading">{whole ? t("ui.customers.order.refunded") : t("ui.customers.order.refund", { money: exact(order.refunded_cents) })}</Pill>}
        {order.foreign && <span className="muted cs-small">{t("ui.customers.order.foreign")}</span>}
        <span className="spread" />
        <b>{order.placed_at === null && order.cents === 0 ? NONE : amount}</b>
      </div>
      <ul>
        {order.lines.map((line, at) => (
          <li key={`${at} ${line.items}`}><span className="spread">{line.items ?? t("ui.customers.order.item")}</span>{order.lines.length > 1 && <span className="muted">{order.foreign ? (line.cents / 100).toFixed(2) : exact(line.cents)}</span>}</li>
        ))}
      </ul>
    </li>
  );
}
