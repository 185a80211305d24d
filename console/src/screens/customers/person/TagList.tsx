import { Button } from "antd";
import type { CustomerTag, CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { useTakeOff } from "@/screens/tags/hand/useTakeOff";
import { Icon } from "@/ui";
import { changeTags } from "../acts/calls";
import { tagLine, tagOf } from "../words";
import { Nothing, Section } from "./Section";

/** Tags in force, also those of relations, each with where it came from and when it ends. One is taken off by a press. */
export function TagList({ person, onAdd }: { person: CustomerView; onAdd: (() => void) | null }) {
  const take = useTakeOff((change, tag: CustomerTag) => changeTags([person.id], { ...change, staff_id: tag.staff ? Number(tag.staff.id) : null }));
  const mine = new Set(person.relations.flatMap((one) => (one.yours ? [one.staff.id] : [])));
  return (
    <Section id="tags" title={t("column.customer_tags")} count={person.tags.length || undefined}
      act={onAdd && <Button size="small" icon={<Icon name="plus" size={12} />} onClick={onAdd}>{t("ui.customers.tag")}</Button>}>
      {person.tags.length === 0 && <Nothing>{t("ui.customers.tags.none")}</Nothing>}
      <ul className="cs-taglist">
        {person.tags.map((tag) => (
          <li key={`${tag.id} ${tag.staff?.id ?? ""}`}>
            <span className="cs-tag-name"><b>{tagOf(tag)}</b><small>{tagLine(tag)}</small></span>
            {onAdd && (tag.staff === null || mine.has(tag.staff.id)) && (
              <button type="button" className="icon-button" disabled={take.isPending} aria-label={t("ui.customers.tag.take", { name: tagOf(tag) })} title={t("ui.customers.tag.take", { name: tagOf(tag) })} onClick={() => take.mutate(tag)}>
                <Icon name="close" size={12} />
              </button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
