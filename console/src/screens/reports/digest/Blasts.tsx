import type { Digest } from "@/app/types";
import { named } from "@/i18n";
import { day, number } from "@/i18n/format";
import { Def } from "@/ui";

const SHOWN = 20;

/** The same content in many groups, new since the summary before. */
export function Blasts({ blasts }: { blasts: Digest["blasts"] }) {
  if (blasts.length === 0) return null;
  return (
    <section className="card rp-card">
      <h2><Def k="digest_blasts">{named("digest.section", "blasts")}</Def> <span className="rp-n">{number(blasts.length)}</span></h2>
      <ul className="rp-groups">
        {blasts.slice(0, SHOWN).map((one) => (
          <li key={`${one.sample} ${one.is_link}`}>
            <div className="rp-group">
              <span className="rp-sample">{one.sample}</span>
              <p className="muted rp-small">{named("digest", "blast", { groups: one.groups, messages: one.messages })} · {day(one.first_day)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
