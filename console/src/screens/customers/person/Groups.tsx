import { Link } from "react-router";
import { useCan } from "@/app/session";
import type { CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { day, dayOf } from "@/i18n/format";
import { groupPath } from "@/screens/checkup/paths";
import { Nothing, Section } from "./Section";

type Group = CustomerView["groups"][number];

/** Groups they are in now, and those they were in. */
export function Groups({ person }: { person: CustomerView }) {
  const now = person.groups.filter((one) => one.left_at === null);
  const before = person.groups.filter((one) => one.left_at !== null);
  return (
    <Section id="groups" title={t("ui.customers.groups")} count={now.length || undefined}>
      {person.groups.length === 0 && <Nothing>{t("ui.customers.groups.none")}</Nothing>}
      <List groups={now} />
      {before.length > 0 && (
        <details className="cs-more">
          <summary>{t("ui.customers.groups.before", { n: before.length })}</summary>
          <List groups={before} />
        </details>
      )}
    </Section>
  );
}

function List({ groups }: { groups: Group[] }) {
  const mayOpen = useCan("groups.see");
  return (
    <ul className="cs-groups">
      {groups.map((one) => (
        <li key={`${one.id} ${one.joined_at}`}>
          {one.visible && mayOpen ? <Link to={groupPath(one.id)} className="ellipsis">{one.name ?? one.id}</Link> : <span className="ellipsis">{one.name ?? t("ui.customers.group.hidden")}</span>}
          <small className="muted">{when(one)}</small>
        </li>
      ))}
    </ul>
  );
}

function when(one: Group): string {
  const from = one.joined_at === null ? t("ui.customers.day.unknown") : day(dayOf(one.joined_at));
  const span = one.left_at === null ? t("ui.customers.joined", { day: from }) : t("ui.customers.span", { from, to: day(dayOf(one.left_at)) });
  return [span, one.how, one.how_left].filter(Boolean).join(" · ");
}
