// Everything that happened, newest first; filters by kind live in the address.
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { useSourceName } from "@/app/useSourceName";
import type { TimelineItem } from "@/app/types";
import { t } from "@/i18n";
import { day, dayOf } from "@/i18n/format";
import { toggled } from "@/screens/checkup/model/view";
import { ErrorState, Skeleton } from "@/ui";
import { attributesQuery, useTimeline } from "../data";
import { byDay, groupOf, GROUPS, type KindGroup, kindsOf, readKinds } from "../model/facts";
import { type Attributes, factLine, moreOf, timeOf } from "./fact";
import { Nothing, Section } from "./Section";
import { WithdrawNote } from "./WithdrawNote";

export function Timeline({ id, mayEdit }: { id: string; mayEdit: boolean }) {
  const [address, setAddress] = useSearchParams();
  const groups = readKinds(address);
  const kinds = useMemo(() => kindsOf(groups), [groups.join()]);
  const defined = useQuery(attributesQuery).data;
  const attributes = useMemo(() => new Map(defined?.map((one) => [one.code, one])), [defined]);
  const list = useTimeline(id, kinds);
  const choose = (next: string[]) => setAddress((old) => {
    const all = new URLSearchParams(old);
    all.delete("kind");
    for (const one of next) all.append("kind", one);
    return all;
  }, { replace: true, preventScrollReset: true });
  return (
    <Section id="timeline" title={t("ui.customers.timeline")}>
      <div className="cu-choices cs-kinds" role="group" aria-label={t("ui.customers.timeline.filter")}>
        <button type="button" className="cu-choice" aria-pressed={groups.length === 0} onClick={() => choose([])}>{t("ui.customers.kinds.all")}</button>
        {GROUPS.map((one) => <button key={one} type="button" className="cu-choice" aria-pressed={groups.includes(one)} onClick={() => choose(toggled(groups, one))}>{t(`ui.customers.kinds.${one}`)}</button>)}
      </div>
      {!list.items ? (
        list.error ? <ErrorState error={list.error} what={t("ui.customers.timeline.failed")} retry={() => void list.refetch()} /> : <Skeleton rows={6} height={220} />
      ) : list.items.length === 0 ? (
        groups.length ? <p className="cs-nothing muted">{t("ui.customers.timeline.nothing")} <Button size="small" onClick={() => choose([])}>{t("ui.act.clear")}</Button></p> : <Nothing>{t("ui.customers.timeline.none")}</Nothing>
      ) : (
        <ol className="cs-days">
          {byDay(list.items, dayOf).map((one) => (
            <li key={one.items[0]?.id}>
              <h3>{day(one.day, true)}</h3>
              <ol className="cs-facts">{one.items.map((item) => <Fact key={item.id} person={mayEdit ? id : null} item={item} attributes={attributes} />)}</ol>
            </li>
          ))}
        </ol>
      )}
      {list.hasNextPage && <div className="more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
    </Section>
  );
}

const MARKS: Record<KindGroup, string> = {
  messages: "dormant", orders: "alive", groups: "forming", relations: "brand", tags: "fading", notes: "ink-3", consents: "brand", touches: "forming", standing: "fading", profile: "dead",
};

/** `person`: whose it is, where the viewer may change something about them. */
function Fact({ person, item, attributes }: { person: string | null; item: TimelineItem; attributes: Attributes }) {
  const group = groupOf(item.kind);
  const more = moreOf(item, useSourceName());
  return (
    <li>
      <i aria-hidden="true" style={{ background: `var(--${group ? MARKS[group] : "dead"})` }} />
      <time>{timeOf(item.at)}</time>
      <div>
        <p>{factLine(item, attributes)}</p>
        {item.text !== null && <q>{item.text}</q>}
        {person !== null && item.kind === "note.written" && item.text !== null && <WithdrawNote person={person} note={item.id} text={item.text} />}
        {item.hidden && <p className="muted cs-small">{t("ui.customers.fact.hidden")}</p>}
        {more && <p className="muted cs-small">{more}</p>}
      </div>
    </li>
  );
}
