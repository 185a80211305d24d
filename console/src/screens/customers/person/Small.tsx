// Short parts of the page: segments, touches, when they are about.
import type { CustomerView } from "@/app/types";
import { lang, named, t, TAG } from "@/i18n";
import { instant, number } from "@/i18n/format";
import { Def } from "@/ui";
import { Nothing, Section } from "./Section";

export function Segments({ segments }: Pick<CustomerView, "segments">) {
  return (
    <Section id="segments" title={t("ui.customers.segments")} count={segments.length || undefined}>
      {segments.length === 0 ? <Nothing>{t("ui.customers.segments.none")}</Nothing>
        : <ul className="cs-chips">{segments.map((one) => <li key={one.id} className="cs-tag">{one.name ?? `#${one.id}`}</li>)}</ul>}
    </Section>
  );
}

export function Touches({ touches }: Pick<CustomerView, "touches">) {
  return (
    <Section id="touches" title={<Def k="customer_touches">{t("column.customer_touches")}</Def>} count={touches.length || undefined}>
      {touches.length === 0 && <Nothing>{t("ui.customers.touches.none")}</Nothing>}
      <ul className="cs-groups">
        {touches.map((one) => (
          <li key={one.id}>
            <span>{named("ui.customers.channel", one.channel)} · {named("ui.customers.touch", one.state)}</span>
            {one.reason && <span>{named("send.reason", one.reason)}</span>}
            <small className="muted">{instant(one.at)}</small>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const BLOCK = 3; // hours
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** When they are about: eight bars of three hours, and the fullest in words. */
export function Activity({ activity }: Pick<CustomerView, "activity">) {
  const { block, weekday, blocks, acts, kinds } = activity;
  const most = Math.max(1, ...blocks);
  const hours = (at: number) => `${at * BLOCK}–${(at + 1) * BLOCK}`;
  const dayName = (at: number) => new Intl.DateTimeFormat(TAG[lang()], { weekday: "long", timeZone: "UTC" }).format(MONDAY + at * DAY);
  return (
    <Section id="activity" title={<Def k="customer_activity">{t("column.customer_activity")}</Def>} count={acts || undefined}>
      {block === null || weekday === null ? <Nothing>{t("ui.customers.activity.few")}</Nothing>
        : <p>{t("ui.customers.activity", { weekday: dayName(weekday), hours: hours(block) })}</p>}
      {acts > 0 && (
        <>
          <ol className="cs-bars" aria-label={t("ui.customers.activity.hours")}>
            {blocks.map((count, at) => (
              <li key={hours(at)} title={t("ui.customers.activity.block", { hours: hours(at), n: count })}>
                <i style={{ height: `${(count / most) * 100}%` }} className={at === block ? "most" : undefined} />
                <small>{at * BLOCK}</small><span className="hidden-text">{t("ui.customers.activity.block", { hours: hours(at), n: count })}</span>
              </li>
            ))}
          </ol>
          <p className="muted cs-small">{kinds.map((one) => `${named("ui.customers.acted", one.kind)} ${number(one.times)}`).join(" · ")}</p>
        </>
      )}
    </Section>
  );
}
