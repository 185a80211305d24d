import { useSourceName } from "@/app/useSourceName";
import type { CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { day, dayOf } from "@/i18n/format";
import { Nothing, Section } from "./Section";

const on = (at: number | null) => (at === null ? t("ui.customers.day.unknown") : day(dayOf(at)));

/** Who follows them, from when to when, and how each ended. */
export function Relations({ person }: { person: CustomerView }) {
  const { relations } = person;
  const sourceName = useSourceName();
  return (
    <Section id="relations" title={t("ui.customers.relations")} count={relations.length || undefined}>
      {relations.length === 0 && <Nothing>{t("ui.customers.relations.none")}</Nothing>}
      <ol className="cs-spans">
        {relations.map((one) => (
          <li key={`${one.staff.id} ${one.account_id} ${one.since_at}`} className={one.ended_at === null ? "now" : undefined}>
            <p><b>{one.staff.name ?? `#${one.staff.id}`}</b> <span className="muted">{t(one.ended_at === null ? "ui.customers.span.open" : "ui.customers.span", { from: on(one.since_at), to: on(one.ended_at) })}</span></p>
            <p className="muted">{[
              t(`ui.customers.how.${one.how}`), one.source ? sourceName(one.source) : "", one.remark ? t("ui.customers.remark", { remark: one.remark }) : "",
              one.ended_at === null ? "" : one.cause ? t(`ui.customers.cause.${one.cause}`) : t("ui.customers.cause.unknown"),
            ].filter(Boolean).join(" · ")}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}
