import type { Figure } from "@/app/types";
import { named, t } from "@/i18n";
import { number, signed } from "@/i18n/format";
import { Def } from "@/ui";
import { change } from "../model/figures";

interface FiguresProps {
  figures: Figure[];
  /** What the columns are called; null: there is nothing to compare with. */
  before: string | null;
  after: string;
}

/** Then, now and the difference; each with its definition. */
export function Figures({ figures, before, after }: FiguresProps) {
  return (
    <section className="card rp-card">
      <h2>{named("digest.section", "figures")}</h2>
      <table className="rp-figures">
        <thead>
          <tr>
            <th scope="col"><span className="hidden-text">{named("digest.column", "figure")}</span></th>
            {before && <th scope="col" className="num">{before}</th>}
            <th scope="col" className="num">{after}</th>
            {before && <th scope="col" className="num">{named("digest.column", "change")}</th>}
          </tr>
        </thead>
        <tbody>{figures.map((one) => <Line key={one.code} one={one} both={before !== null} />)}</tbody>
      </table>
    </section>
  );
}

function Line({ one, both }: { one: Figure; both: boolean }) {
  const { by, mood } = change(one);
  const told = by === null ? "–" : signed(by);
  return (
    <tr>
      <th scope="row"><Def k={`digest_${one.code}`}>{named("digest.figure", one.code)}</Def></th>
      {both && <td className="num muted">{number(one.before)}</td>}
      <td className="num rp-now">{number(one.after)}</td>
      {both && <td className={`num rp-${mood}`}>{told}{mood !== "same" && <span className="hidden-text"> {t(`ui.digests.${mood}`)}</span>}</td>}
    </tr>
  );
}
