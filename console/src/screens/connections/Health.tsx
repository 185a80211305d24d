import type { ConnectionView } from "@/app/types";
import { named, t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { lastSync, type useChecks } from "./data";
import { Near } from "./Near";
import { lagText } from "./words";

/** What comes in by itself, how late, what was turned away, and how much of the quotas is used. */
export function Health({ one, checks }: { one: ConnectionView; checks: ReturnType<typeof useChecks> }) {
  const { health } = one;
  const synced = lastSync(one);
  const staff = checks.data?.find((each) => each.name === "range")?.staff;
  return (
    <section className="card">
      <h2>{t("ui.connections.health")}</h2>
      <dl className="cn-facts">
        <div><dt>{t("ui.connections.synced")}</dt><dd>{synced ? relative(synced) : t("ui.connections.never")}</dd></div>
        <div><dt>{t("ui.connections.event")}</dt><dd>{health.last_event_at ? relative(health.last_event_at) : t("ui.connections.no_event")}</dd></div>
        <div><dt>{t("ui.connections.lag")}</dt><dd>{lagText(health.lag)}</dd></div>
        <div><dt>{t("ui.connections.events")}</dt><dd>{number(health.events)}</dd></div>
        <div><dt>{t("ui.connections.waiting")}</dt><dd>{number(health.waiting)}</dd></div>
        <div><dt>{t("ui.connections.dead")}</dt><dd>{number(health.dead)}</dd></div>
        <div><dt>{t("ui.connections.seats")}</dt><dd>{number(staff)}</dd></div>
        {one.quotas.map((each) => (
          <div key={each.name} data-quota={each.name}><dt>{named("connection.quota", each.name)}</dt><dd>{t("ui.connections.quota", { used: number(each.used), most: number(each.most) })}</dd></div>
        ))}
        <div><dt>{t("ui.connections.answered")}</dt><dd>{one.checked_at ? relative(one.checked_at) : t("ui.connections.never")}</dd></div>
      </dl>
      <p className="muted">{t("ui.connections.quota.text")}</p>
      <Near one={one} />
      {health.dead > 0 && <p className="muted">{t("ui.connections.dead.text")}</p>}
      {health.refused.length > 0 && (
        <>
          <h3>{t("ui.connections.refused")}</h3>
          <ul className="cn-refused">
            {health.refused.map((each) => (
              <li key={each.reason}><span>{named("connection.refused", each.reason)}</span><span className="spread" /><span className="muted">{relative(each.last_at)}</span><b>{number(each.count)}</b></li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
