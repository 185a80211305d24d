// Every customer, or every group, with what came of it; ?thing= and ?state= say which are shown.
import { Button } from "antd";
import { Link, useSearchParams } from "react-router";
import type { HandoverDetail, HandoverItem } from "@/app/types";
import { named, t } from "@/i18n";
import { instant, number } from "@/i18n/format";
import { type Column, DataTable, EmptyState, Load, Pill, Skeleton } from "@/ui";
import { useItems } from "./data";
import { ordered, toneOf } from "./sums";

export function Items({ told }: { told: HandoverDetail }) {
  const [address, setAddress] = useSearchParams();
  const { row } = told;
  const thing = address.get("thing") === "group" || row.customers.all === 0 ? "group" : "customer";
  const state = address.get("state") ?? "";
  const sums = thing === "group" ? row.groups : row.customers;
  const list = useItems(row.id, { thing, state, reason: "" }, JSON.stringify(sums.states) + told.digest);
  const put = (name: string, to: string) => setAddress((old) => {
    if (name === "thing") old.delete("state");
    if (to) old.set(name, to); else old.delete(name);
    return old;
  }, { replace: true });
  const choices: [string, number][] = [["", sums.all], ...ordered(sums.states)];
  return (
    <section className="stack">
      <h2>{row.state === "draft" ? t("ui.staff.detail") : t("ui.staff.how")}</h2>
      {row.customers.all > 0 && row.groups.all > 0 && (
        <div className="sf-choices" role="group" aria-label={t("ui.staff.plan.what")}>
          <button type="button" aria-pressed={thing === "customer"} onClick={() => put("thing", "")}>{t("ui.staff.plan.customers")} <b>{number(row.customers.all)}</b></button>
          <button type="button" aria-pressed={thing === "group"} onClick={() => put("thing", "group")}>{t("ui.staff.plan.groups")} <b>{number(row.groups.all)}</b></button>
        </div>
      )}
      <div className="sf-choices" role="group" aria-label={t("ui.staff.how")}>
        {choices.map(([name, n]) => (
          <button key={name} type="button" aria-pressed={name === state} onClick={() => put("state", name)}>
            {name ? named("handover.item", name) : t("ui.staff.all")} <b>{number(n)}</b>
          </button>
        ))}
      </div>
      <Load query={list} what={t("ui.staff.items.failed")} skeleton={<div className="data-wrap"><Skeleton rows={6} height={280} /></div>}>
        {({ pages }) => (pages[0]?.items.length === 0 ? <EmptyState kind="nothing" compact title={t("ui.staff.items.none")} />
          : <DataTable caption={t("ui.staff.how")} columns={columnsOf(thing, row.state === "draft")} rows={pages.flatMap((page) => page.items)} rowKey={(one) => one.id} />)}
      </Load>
      {list.hasNextPage && <div className="more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
    </section>
  );
}

/** Of the others nothing ever takes effect. */
const TAKES = ["waiting", "done"];

function Name({ one, thing }: { one: HandoverItem; thing: "customer" | "group" }) {
  const called = one.name ?? t("ui.staff.unnamed");
  if (thing === "group" || one.customer_id === null) return <span className={one.name ? undefined : "muted"}>{called}</span>;
  return <Link to={`/customers/${one.customer_id}`}>{called}</Link>;
}

/** A plan has no results yet: nothing takes effect before it is confirmed. */
const columnsOf = (thing: "customer" | "group", draft: boolean): Column<HandoverItem>[] => [
  { key: "name", label: thing === "group" ? t("ui.staff.group") : t("ui.staff.customer"), head: true, render: (one) => <Name one={one} thing={thing} /> },
  { key: "to", label: t("ui.staff.to"), render: (one) => one.to ?? "–" },
  { key: "how", label: draft ? t("ui.staff.standing") : t("ui.staff.how"), render: (one) => <Pill tone={toneOf(one.state)}>{named("handover.item", one.state)}</Pill> },
  {
    key: "why", label: t("ui.staff.why"),
    render: (one) => (one.reason === null && !one.code ? "–" : (
      <span>{one.reason && named("handover.reason", one.reason)} {one.code && <small className="muted">{t("ui.staff.code", { code: one.code })}</small>}</span>
    )),
  },
  ...(draft ? [] : [{ key: "takes", label: t("ui.staff.takes"), render: (one: HandoverItem) => (one.takes_at !== null && TAKES.includes(one.state) ? instant(one.takes_at) : "–") }]),
];
