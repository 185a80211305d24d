import type { Sighting } from "@/app/types";
import { named, t } from "@/i18n";
import { instant } from "@/i18n/format";

const MOST = 8;

/** The first rows as they will be read: a wrong column shows itself here. */
export function Preview({ rows, busy }: { rows: Sighting[]; busy: boolean }) {
  const shown = rows.slice(0, MOST);
  return (
    <div className={`im-preview${busy ? " im-busy" : ""}`} aria-busy={busy}>
      <h3>{t("ui.import.preview")}</h3>
      {shown.length === 0 ? <p className="muted">{t("ui.import.preview.none")}</p> : (
        <ol>
          {shown.map((row, index) => (
            <li key={index}>
              <span className="im-at">{row.happened_at === null ? "" : instant(row.happened_at)}</span>
              <p>
                {row.who !== null && <bdi className="im-who">{row.who}</bdi>}
                <span>{named("sighting", row.kind)}</span>
                {row.what !== null && <bdi className="im-what">{row.what}</bdi>}
                {row.group !== null && <bdi className="im-group">{row.group}</bdi>}
              </p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
