import { useState } from "react";
import { t } from "@/i18n";
import { number } from "@/i18n/format";
import { ConfirmAct } from "@/ui";
import { bearing, borne } from "../model/tagging";
import { changeTags } from "./calls";
import type { WindowProps } from "./useActs";
import { Which } from "./Which";

/** Take a tag off: of those that the chosen bear, with how many bear each. */
export function UntagWindow({ rows, onClose, onDone }: WindowProps) {
  const tags = borne(rows);
  const [tag, setTag] = useState(tags.length === 1 ? (tags[0]?.tag ?? "") : "");
  const chosen = tags.find((one) => one.tag === tag);
  const ids = chosen ? bearing(rows, tag) : [];
  const name = chosen?.name;
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.customers.untag.title", { n: rows.length })} act={t("ui.customers.untag.act", { n: chosen ? ids.length : rows.length })}
      disabled={ids.length === 0} done={t("ui.customers.untag.done", { n: ids.length })}
      undoHint={t(name ? "ui.customers.untag.undo" : "ui.customers.untag.no_undo")}
      {...(name ? { undo: () => changeTags(ids, { add: [name] }) } : {})}
      run={async () => { await changeTags(ids, { remove: [tag] }); onDone(); }}>
      <Which rows={rows} />
      <div className="cu-values-list" role="radiogroup" aria-label={t("ui.customers.untag.which")}>
        {tags.map((one) => (
          <label key={one.tag} className="cu-value">
            <input type="radio" name="tag" checked={one.tag === tag} onChange={() => setTag(one.tag)} />
            <span className="ellipsis spread">{one.name ?? t("ui.customers.tag.nameless", { id: one.tag })}</span>
            <small>{number(one.count)}</small>
          </label>
        ))}
      </div>
    </ConfirmAct>
  );
}
