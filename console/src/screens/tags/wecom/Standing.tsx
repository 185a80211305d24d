// How a group stands in one WeCom: what was put on by whom, what waits, what could not be written and why.
import type { KeptTagGroup, TagPlace } from "@/app/types";
import { named, t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { troubleText } from "@/screens/connections/words";

export function LastPush({ place }: { place: TagPlace }) {
  const { push } = place;
  if (!push) return <>{t("ui.tags.wecom.last.never")}</>;
  return <>{push.finished_at === null ? t("ui.tags.wecom.last.cut", { ago: relative(push.started_at) }) : relative(push.finished_at)}</>;
}

export function PushTrouble({ place }: { place: TagPlace }) {
  const trouble = place.push?.trouble;
  return trouble ? <p className="form-error">{troubleText(trouble)}</p> : null;
}

/** `place`: with its last push. */
export function Standing({ one, place }: { one: KeptTagGroup; place?: TagPlace }) {
  const rows: [string, string][] = [
    [t("ui.tags.wecom.whose_tags"), `${number(one.own)} / ${number(one.shared)}`],
    [t("ui.tags.wecom.put"), number(one.put)],
    [t("ui.tags.wecom.waiting"), number(one.waiting)],
    ...(one.shared > 0 || one.found > 0 ? [[t("ui.tags.wecom.found"), number(one.found)], [t("ui.tags.wecom.taken"), number(one.taken)]] as [string, string][] : []),
  ];
  return (
    <>
      <dl className="tg-facts">
        {place && <div><dt>{t("ui.tags.wecom.last")}</dt><dd><LastPush place={place} /></dd></div>}
        {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      <Refusals one={one} />
    </>
  );
}

export function Refusals({ one }: { one: Pick<KeptTagGroup, "refused_tags" | "refused_pairs"> }) {
  const found = [
    ...Object.entries(one.refused_tags).map(([reason, n]) => ({ key: `tag ${reason}`, reason, count: t("ui.tags.wecom.tags", { n }) })),
    ...Object.entries(one.refused_pairs).map(([reason, n]) => ({ key: `pair ${reason}`, reason, count: t("ui.tags.wecom.pairs", { n }) })),
  ];
  if (found.length === 0) return null;
  return (
    <ul className="tg-refused" aria-label={t("ui.tags.wecom.refused")}>
      {found.map((each) => <li key={each.key}><span>{named("tag_push.fault", each.reason)}</span><b>{each.count}</b></li>)}
    </ul>
  );
}
