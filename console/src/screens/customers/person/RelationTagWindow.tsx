import type { CustomerRelation } from "@/app/types";
import { t } from "@/i18n";
import { usePick } from "@/screens/tags/hand/usePick";
import { ConfirmAct } from "@/ui";
import { changeTags } from "../acts/calls";

interface RelationTagWindowProps {
  id: string;
  relation: CustomerRelation;
  staff: string;
  onClose: () => void;
}

/** Put a tag on what a customer and one member of staff have with one another. */
export function RelationTagWindow({ id, relation, staff, onClose }: RelationTagWindowProps) {
  const { name, fields, change } = usePick();
  const had = name !== undefined && relation.tags.some((tag) => tag.name === name);
  const staff_id = Number(relation.staff.id);
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.tagging.relation.title", { staff })} act={t("ui.tagging.relation.act")}
      disabled={name === undefined || had} done={t("ui.tagging.relation.done", { name: name ?? "" })}
      undo={() => changeTags([id], { remove: [name ?? ""], staff_id })}
      run={async () => changeTags([id], { ...await change(), staff_id })}>
      <p className="muted">{t("ui.tagging.relation.text", { staff })}</p>
      {fields}
      {had && <p className="muted">{t("ui.tagging.relation.had")}</p>}
    </ConfirmAct>
  );
}
