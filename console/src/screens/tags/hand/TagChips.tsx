// The tags of a relation or of a group in one line: who put each on and when under the pointer, its end beside it.
import type { BorneTag } from "@/app/types";
import { t } from "@/i18n";
import { day, dayOf } from "@/i18n/format";
import { tagLine, tagOf } from "@/screens/customers/words";
import { Icon } from "@/ui";
import "./hand.css";

interface TagChipsProps {
  tags: BorneTag[];
  /** Whose they are, for the name of the buttons: "Tag: the relation with Ann". */
  of: string;
  onAdd: (() => void) | null;
  onTake: ((tag: BorneTag) => void) | null;
  busy: boolean;
}

export function TagChips({ tags, of, onAdd, onTake, busy }: TagChipsProps) {
  if (tags.length === 0 && !onAdd) return null;
  return (
    <ul className="tg-chips">
      {tags.map((tag) => (
        <li key={tag.id} className="tg-chip" title={tagLine(tag)}>
          <span>{tagOf(tag)}{tag.until_at !== null && <small> {t("ui.customers.until_day", { day: day(dayOf(tag.until_at)) })}</small>}</span>
          {onTake && (
            <button type="button" disabled={busy} aria-label={`${t("ui.customers.tag.take", { name: tagOf(tag) })} · ${of}`} title={t("ui.customers.tag.take", { name: tagOf(tag) })} onClick={() => onTake(tag)}>
              <Icon name="close" size={12} />
            </button>
          )}
        </li>
      ))}
      {onAdd && <li><button type="button" className="tg-add" aria-label={`${t("ui.customers.tag")} · ${of}`} onClick={onAdd}><Icon name="plus" size={12} />{t("ui.customers.tag")}</button></li>}
    </ul>
  );
}
