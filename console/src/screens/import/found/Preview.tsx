import type { Sighting } from "@/app/types";
import { named, t, tk } from "@/i18n";
import { instant } from "@/i18n/format";

const MOST = 8;
/** What was merely seen: its time is that of the import, and tells nothing. */
const SEEN = new Set(["member_seen", "group_seen", "identity_seen"]);

const MEANS = ["phone", "email"];

/** Amounts are cents. A phone is sealed: that there is one is all that is told. */
function whatOf({ kind, what }: Sighting): string | null {
  if (kind === "identity_linked" && what !== null && MEANS.includes(what)) return named("field", what);
  if (kind !== "order_placed" || what === null || !/^-?\d+$/.test(what)) return what;
  return (Number(what) / 100).toLocaleString("en-US", { style: "currency", currency: "CNY", currencyDisplay: "narrowSymbol" });
}

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
              <span className="im-at">{row.happened_at === null || SEEN.has(row.kind) ? "" : instant(row.happened_at)}</span>
              <p>
                {row.who !== null && <bdi className="im-who">{row.who}</bdi>}
                <span>{tk(`ui.import.sighting.${row.kind}`, {}, named("sighting", row.kind))}</span>
                {row.what !== null && <bdi className="im-what">{whatOf(row)}</bdi>}
                {row.group !== null && row.group !== row.what && <bdi className="im-group">{row.group}</bdi>}
              </p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
