import type { BorneTag, GroupRow } from "@/app/types";
import { t } from "@/i18n";
import { TagChips } from "@/screens/tags/hand/TagChips";
import { useTakeOff } from "@/screens/tags/hand/useTakeOff";
import { changeGroupTags } from "../acts/calls";
import type { Ask } from "../acts/useActs";

interface GroupTagsProps {
  row: GroupRow;
  tags: BorneTag[];
  mayAct: boolean;
  ask: Ask;
}

/** The group's tags in one line. */
export function GroupTags({ row, tags, mayAct, ask }: GroupTagsProps) {
  const take = useTakeOff((change) => changeGroupTags([row.id], change));
  return (
    <section className="cu-tags" aria-labelledby="group-tags">
      <h3 id="group-tags">{t("column.customer_tags")}</h3>
      {tags.length === 0 && !mayAct && <p className="muted">{t("ui.customers.tags.none")}</p>}
      <TagChips tags={tags} of={row.name} busy={take.isPending} onTake={mayAct ? take.mutate : null} onAdd={mayAct ? () => ask("tag", [row]) : null} />
    </section>
  );
}
