// Who this is in one look: stage, tier, owner and why, where from, worth.
import type { ReactNode } from "react";
import { Button } from "antd";
import { useSourceNames } from "@/app/useSourceName";
import type { CustomerView } from "@/app/types";
import { named, t } from "@/i18n";
import { day, dayOf, money, NONE, number, relative } from "@/i18n/format";
import { Def, Pill } from "@/ui";
import { StageOf } from "../list/cells";
import { ownerName, ownerWhy } from "../words";

export function Who({ person, onOwner }: { person: CustomerView; onOwner: (() => void) | null }) {
  const { spending } = person;
  const sources = useSourceNames(person.sources);
  return (
    <dl className="cs-who">
      <Fact k="customer_stage">
        <span className="row"><StageOf stage={person.stage} />{person.spreading && <Pill tone="brand">{named("stage", "spreading")}</Pill>}</span>
        {person.tie && <small>{named("tie", person.tie)}</small>}
      </Fact>
      <Fact k="customer_tier">
        {person.tiers.length === 0 ? NONE : person.tiers.map((one) => (
          <span key={one.layer.id} className="cs-line"><b>{one.tier.name ?? NONE}</b> <small>{one.layer.name}</small></span>
        ))}
      </Fact>
      <Fact k="customer_owner">
        <b>{ownerName(person.owner)}</b>
        {person.owner && <small className={person.owner.clash ? "cs-clash" : undefined}>{ownerWhy(person.owner)}</small>}
        {onOwner && <Button type="link" size="small" className="cs-inline" onClick={onOwner}>{t("ui.customers.owner.change")}</Button>}
      </Fact>
      <Fact k="customer_source">
        <span>{sources || NONE}</span>
        {person.since_at !== null && <small>{t("ui.customers.since", { day: day(dayOf(person.since_at)) })}</small>}
      </Fact>
      <Fact k="customer_spend">
        <b>{spending.orders ? money(spending.spend_cents) : NONE}</b>
        <small>{spending.orders ? t("ui.customers.spending", { n: spending.orders, average: money(spending.average_cents) }) : t("ui.customers.spending.none")}</small>
        {spending.refunded_cents > 0 && <small>{t("ui.customers.refunded", { money: money(spending.refunded_cents) })}</small>}
      </Fact>
      <Fact k="customer_last_order">
        <span>{relative(spending.last_order_at)}</span>
        {spending.first_order_at !== null && spending.orders > 1 && <small>{t("ui.customers.first_order", { day: day(dayOf(spending.first_order_at)) })}</small>}
      </Fact>
      <Fact k="customer_rfm">
        {person.recency === null ? NONE : (
          <span className="cs-rfm">
            <i>R<b>{number(person.recency)}</b></i><i>F<b>{number(person.frequency)}</b></i><i>M<b>{number(person.money)}</b></i>
          </span>
        )}
      </Fact>
    </dl>
  );
}

function Fact({ k, children }: { k: string; children: ReactNode }) {
  return (
    <div>
      <dt><Def k={k} /></dt>
      <dd>{children}</dd>
    </div>
  );
}
