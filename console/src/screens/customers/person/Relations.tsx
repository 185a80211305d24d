import { useState } from "react";
import { useSourceName } from "@/app/useSourceName";
import type { CustomerRelation, CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { day, dayOf } from "@/i18n/format";
import { TagChips } from "@/screens/tags/hand/TagChips";
import { useTakeOff } from "@/screens/tags/hand/useTakeOff";
import { changeTags } from "../acts/calls";
import { RelationTagWindow } from "./RelationTagWindow";
import { Nothing, Section } from "./Section";

const on = (at: number | null) => (at === null ? t("ui.customers.day.unknown") : day(dayOf(at)));
const staffOf = ({ staff }: CustomerRelation) => staff.name ?? `#${staff.id}`;

/** Who follows them, from when to when, how each ended, and the tags of each relation. */
export function Relations({ person, mayEdit }: { person: CustomerView; mayEdit: boolean }) {
  const { relations } = person;
  const sourceName = useSourceName();
  return (
    <Section id="relations" title={t("ui.customers.relations")} count={relations.length || undefined}>
      {relations.length === 0 && <Nothing>{t("ui.customers.relations.none")}</Nothing>}
      <ol className="cs-spans">
        {relations.map((one) => (
          <li key={`${one.staff.id} ${one.account_id} ${one.since_at}`} className={one.ended_at === null ? "now" : undefined}>
            <p><b>{staffOf(one)}</b> <span className="muted">{t(one.ended_at === null ? "ui.customers.span.open" : "ui.customers.span", { from: on(one.since_at), to: on(one.ended_at) })}</span></p>
            <p className="muted">{[
              t(`ui.customers.how.${one.how}`), one.source ? sourceName(one.source) : "", one.remark ? t("ui.customers.remark", { remark: one.remark }) : "",
              one.ended_at === null ? "" : one.cause ? t(`ui.customers.cause.${one.cause}`) : t("ui.customers.cause.unknown"),
            ].filter(Boolean).join(" · ")}</p>
            <Tags id={person.id} relation={one} mayEdit={mayEdit && one.yours} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** A relation that is over keeps its tags and gets no new ones. */
function Tags({ id, relation, mayEdit }: { id: string; relation: CustomerRelation; mayEdit: boolean }) {
  const [adding, setAdding] = useState(false);
  const take = useTakeOff((change) => changeTags([id], { ...change, staff_id: Number(relation.staff.id) }));
  const staff = staffOf(relation);
  return (
    <>
      <TagChips tags={relation.tags} of={staff} busy={take.isPending} onTake={mayEdit ? take.mutate : null}
        onAdd={mayEdit && relation.ended_at === null ? () => setAdding(true) : null} />
      {adding && <RelationTagWindow id={id} relation={relation} staff={staff} onClose={() => setAdding(false)} />}
    </>
  );
}
