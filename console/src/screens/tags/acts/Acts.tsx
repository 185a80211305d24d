// The dialogs of this screen: each says first whom it concerns.
import { useState } from "react";
import type { TagGroupRow, TagList, TagRow } from "@/app/types";
import { t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { ConfirmAct } from "@/ui";
import { archiveGroup, archiveTag, makeGroup, makeTag, mergeTags } from "../data";
import { everyTag } from "../model/tags";
import { Keeping } from "../wecom/Keeping";
import { GroupForm, TagForm } from "./Forms";

export type Act =
  | { kind: "group"; group?: TagGroupRow }
  | { kind: "tag"; group?: TagGroupRow; tag?: TagRow }
  | { kind: "merge" | "archive"; group: TagGroupRow; tag: TagRow }
  | { kind: "archive_group" | "wecom"; group: TagGroupRow };

export function Acts({ act, list, close }: { act: Act | null; list: TagList; close: () => void }) {
  switch (act?.kind) {
    case undefined: return null;
    case "group": return <GroupForm group={act.group} close={close} />;
    case "tag": return <TagForm tag={act.tag} group={act.group} groups={list.groups} close={close} />;
    case "merge": return <Merge tag={act.tag} group={act.group} list={list} close={close} />;
    case "wecom": return <Keeping group={act.group} close={close} />;
    case "archive": return <Archive tag={act.tag} group={act.group} close={close} />;
    case "archive_group": {
      const { group } = act;
      return (
        <ConfirmAct open onClose={close} title={t("ui.tags.group.archive.title", { name: group.name })} danger act={t("ui.tags.group.archive")}
          done={t("ui.tags.group.archived", { name: group.name })} run={() => archiveGroup(group.id)} undo={() => makeGroup(group.name, group.exclusive)}>
          <p>{t("ui.tags.group.archive.text")}</p>
        </ConfirmAct>
      );
    }
  }
}

function Archive({ tag, group, close }: { tag: TagRow; group: TagGroupRow; close: () => void }) {
  const name = `${group.name}/${tag.name}`;
  return (
    <ConfirmAct open onClose={close} title={t("ui.tags.archive.title", { name })} danger act={t("ui.tags.archive")} done={t("ui.tags.archived", { name })}
      run={() => archiveTag(tag.id)} undo={() => makeTag({ name: tag.name, group_id: group.id, until_days: tag.until_days, description: tag.description })}>
      <p>{t("ui.tags.archive.text", { n: plain(tag.figures.count) })}</p>
      {tag.rule && <p>{t("ui.tags.archive.rule")}</p>}
    </ConfirmAct>
  );
}

function Merge({ tag, group, list, close }: { tag: TagRow; group: TagGroupRow; list: TagList; close: () => void }) {
  const [into, setInto] = useState("");
  const from = `${group.name}/${tag.name}`;
  const others = everyTag(list).filter((one) => one.id !== tag.id);
  const chosen = others.find((one) => String(one.id) === into);
  return (
    <ConfirmAct open onClose={close} title={t("ui.tags.merge.title", { name: from })} danger disabled={!chosen || tag.used_by.length > 0}
      act={chosen ? t("ui.tags.merge.act", { name: chosen.label }) : t("ui.tags.merge")} done={t("ui.tags.merged", { from, into: chosen?.label ?? "" })}
      undoHint={t("ui.tags.merge.undo")} run={() => (chosen ? mergeTags(tag.id, chosen.id) : Promise.resolve())}>
      <label className="form-field"><span>{t("ui.tags.merge.into")}</span>
        <select className="rt-input" value={into} onChange={(event) => setInto(event.target.value)}>
          <option value="">{t("ui.tags.merge.choose")}</option>
          {others.map((one) => <option key={one.id} value={one.id}>{one.label}</option>)}
        </select></label>
      {chosen && <p>{t("ui.tags.merge.text", { from, n: plain(tag.figures.count), into: chosen.label, m: plain(chosen.tag.figures.count) })}</p>}
      {tag.used_by.length > 0 && <p className="form-warn">{t("ui.tags.merge.used", { names: tag.used_by.map((use) => use.name).join(t("table.comma")) })}</p>}
    </ConfirmAct>
  );
}
