import { Button } from "antd";
import { useMutation } from "@tanstack/react-query";
import type { CustomerTag, CustomerView } from "@/app/types";
import { named, t } from "@/i18n";
import { day, dayOf, percent } from "@/i18n/format";
import { Icon, toast } from "@/ui";
import { changeTags } from "../acts/calls";
import { called } from "../model/tagging";
import { tagOf } from "../words";
import { Nothing, Section } from "./Section";

/** Tags in force, each with where it came from and when it ends. One is taken off by a press, and put back by another. */
export function TagList({ person, onAdd }: { person: CustomerView; onAdd: (() => void) | null }) {
  const take = useMutation({
    mutationFn: (tag: CustomerTag) => changeTags([person.id], { remove: [called(tag)] }),
    onSuccess: (_, tag) => {
      const { name } = tag;
      const text = t("ui.customers.tag.taken", { name: tagOf(tag) });
      const back = () => void changeTags([person.id], { add: [name ?? ""], until_at: tag.until_at });
      toast(name ? { text, action: { label: t("ui.act.undo"), run: back } } : { text });
    },
  });
  return (
    <Section id="tags" title={t("column.customer_tags")} count={person.tags.length || undefined}
      act={onAdd && <Button size="small" icon={<Icon name="plus" size={12} />} onClick={onAdd}>{t("ui.customers.tag")}</Button>}>
      {person.tags.length === 0 && <Nothing>{t("ui.customers.tags.none")}</Nothing>}
      <ul className="cs-taglist">
        {person.tags.map((tag) => (
          <li key={`${tag.id} ${tag.staff?.id ?? ""}`}>
            <span className="cs-tag-name"><b>{tagOf(tag)}</b><small>{tagLine(tag)}</small></span>
            {onAdd && tag.staff === null && (
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

function tagLine(tag: CustomerTag): string {
  return [
    named("ui.customers.tag_source", tag.source),
    tag.confidence < 100 ? t("ui.customers.confidence", { share: percent(tag.confidence / 100) }) : "",
    tag.staff ? t("ui.customers.tag.of_staff", { name: tag.staff.name ?? `#${tag.staff.id}` }) : "",
    t("ui.customers.from_day", { day: day(dayOf(tag.since_at)) }),
    tag.until_at !== null ? t("ui.customers.until_day", { day: day(dayOf(tag.until_at)) }) : "",
  ].filter(Boolean).join(" · ");
}
