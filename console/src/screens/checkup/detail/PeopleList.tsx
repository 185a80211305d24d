import type { GroupReport } from "@/app/types";
import { named, t, tk } from "@/i18n";
import { Def } from "@/ui";
import { money, number } from "../numbers";

/** Whom to speak to 1:1 first, and why each. */
export function PeopleList({ people }: Pick<GroupReport, "people">) {
  if (people.length === 0) return null;
  return (
    <section className="cu-part">
      <h3><Def k="people">{t("column.people")}</Def></h3>
      <ul className="cu-people">
        {people.map((one) => (
          <li key={one.id + one.why}>
            <b className="ellipsis" title={one.name}>{one.name || one.id}</b>
            <span className="cu-person-why" title={tk(`person.${one.why}.hint`, {}, "")}>{named("person", one.why)}</span>
            <span className="num muted">{one.spend_cents ? money(one.spend_cents) : one.messages ? t("ui.checkup.messages", { n: number(one.messages) }) : ""}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
