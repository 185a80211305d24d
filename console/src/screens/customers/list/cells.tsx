// One cell of each column. Absent is "–", never a made-up zero.
import type { ReactNode } from "react";
import { useSourceNames } from "@/app/useSourceName";
import type { CustomerRow } from "@/app/types";
import { named, t } from "@/i18n";
import { instant, money, NONE, number, relative } from "@/i18n/format";
import { Pill } from "@/ui";
import { fits } from "../model/tagging";
import { nameOf, ownerName, ownerWhy, stageTone, tagOf, tagShort } from "../words";

type Draw = (row: CustomerRow) => ReactNode;

const TAGS_ROOM = 156; // px of the column at its narrowest

const ago = (at: number | null) => (at === null ? <span className="muted">{NONE}</span> : <time title={instant(at)}>{relative(at)}</time>);
const spent = (row: CustomerRow, cents: number) => (row.orders === 0 && cents === 0 ? <span className="muted">{NONE}</span> : money(cents));

export function StageOf({ stage }: { stage: string | null }) {
  return stage === null ? <span className="muted">{NONE}</span> : <Pill tone={stageTone(stage)}>{named("stage", stage)}</Pill>;
}

/** The first few; the rest as a number whose title names them. */
export function Tags({ tags }: { tags: CustomerRow["tags"] }) {
  if (tags.length === 0) return <span className="muted">{NONE}</span>;
  const shown = fits(tags.map(tagShort), TAGS_ROOM);
  const rest = tags.slice(shown);
  return (
    <span className="cs-tags">
      {tags.slice(0, shown).map((tag) => <span key={tag.id} className="cs-tag ellipsis" title={tagOf(tag)}>{tagShort(tag)}</span>)}
      {rest.length > 0 && <span className="cs-tag-rest" title={rest.map(tagOf).join(" · ")}>+{rest.length}</span>}
    </span>
  );
}

function Sources({ of }: { of: string[] }) {
  const names = useSourceNames(of, " · ");
  return names ? <span className="ellipsis" title={names}>{names}</span> : <span className="muted">{NONE}</span>;
}

const DRAW: Record<string, Draw> = {
  name: (row) => (
    <span className="cu-name">
      <b className="ellipsis" title={nameOf(row)}>{nameOf(row)}</b>
      {row.remark && <small className="ellipsis" title={row.remark}>{t("ui.customers.remark", { remark: row.remark })}</small>}
    </span>
  ),
  stage: (row) => <StageOf stage={row.stage} />,
  tier: (row) => row.tiers.length === 0 ? <span className="muted">{NONE}</span>
    : <span className="ellipsis" title={row.tiers.map((one) => t("ui.customers.tier.of", { layer: one.layer.name ?? NONE, tier: one.tier.name ?? NONE })).join(" · ")}>{row.tiers.map((one) => one.tier.name ?? NONE).join(" · ")}</span>,
  tags: (row) => <Tags tags={row.tags} />,
  owner: (row) => (
    <span className={row.owner?.staff ? "ellipsis" : "ellipsis muted"} title={row.owner ? `${ownerName(row.owner)} · ${ownerWhy(row.owner)}` : undefined}>
      {row.owner?.clash && <b className="cs-clash">{t("ui.customers.owner.clash")} </b>}{ownerName(row.owner)}
    </span>
  ),
  source: (row) => <Sources of={row.sources} />,
  orders: (row) => (row.orders ? number(row.orders) : <span className="muted">{NONE}</span>),
  spend: (row) => spent(row, row.spend_cents),
  refunded: (row) => spent(row, row.refunded_cents),
  last_order: (row) => ago(row.last_order_at),
  last_message: (row) => ago(row.last_message_at),
  since: (row) => ago(row.since_at),
  relations: (row) => number(row.relations),
  contacts: (row) => row.contacts.length ? <span className="ellipsis" title={row.contacts.map((one) => one.shown).join(" · ")}>{row.contacts[0]?.shown}{row.contacts.length > 1 && <small> +{row.contacts.length - 1}</small>}</span> : <span className="muted">{NONE}</span>,
};

export function Cell({ column, row }: { column: string; row: CustomerRow }) {
  return <>{DRAW[column]?.(row)}</>;
}
