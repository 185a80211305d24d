// Recency by frequency, by money if wanted. A cell opens as a rule of its own: then it can be kept as a segment.
import { useNavigate } from "react-router";
import type { LifecycleView } from "@/app/types";
import { t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { percent } from "@/i18n/format";
import { forget, write } from "@/screens/segments/drafts";
import type { Rule } from "@/screens/segments/model";
import { Def, EmptyState } from "@/ui";
import { FIFTHS, grid, shade } from "./model/matrix";
import type { View } from "./model/view";

const EMPTY: Rule = { op: "all", rules: [] };
const NEW = "new:"; // the draft of /segments/new

/** Begin a segment with these conditions. What was being written there is let go of. */
export function useAsSegment(): (rules: Rule[]) => void {
  const go = useNavigate();
  return (rules) => {
    forget(NEW);
    write(NEW, { rule: EMPTY, version: 0 }, { op: "all", rules });
    void go("/segments/new");
  };
}

const is = (of: "recency" | "frequency" | "money", fifth: number): Rule => ({ op: "score", of, at_least: fifth, at_most: fifth });

export function Scores({ scores, money, change }: { scores: LifecycleView["now"]["scores"]; money: number | null; change: (wanted: Partial<View>) => void }) {
  const told = grid(scores, money);
  const open = useAsSegment();
  const across = [...FIFTHS].reverse();
  return (
    <section className="card" aria-label={t("ui.lifecycle.scores")}>
      <div className="row">
        <h2><Def k="lifecycle_scores">{t("ui.lifecycle.scores")}</Def></h2>
        <span className="spread" />
        <select className="rt-input" aria-label={t("ui.lifecycle.money")} value={money ?? ""} onChange={(event) => change({ money: Number(event.target.value) || null })}>
          <option value="">{t("ui.lifecycle.money.all")}</option>
          {FIFTHS.map((fifth) => <option key={fifth} value={fifth}>{t("ui.lifecycle.money.of", { n: fifth })}</option>)}
        </select>
      </div>
      {told.total === 0 ? <EmptyState kind={scores.length ? "nothing" : "never"} compact title={t(scores.length ? "ui.lifecycle.scores.none_here" : "ui.lifecycle.scores.none")} /> : (
        <>
          <p className="muted rt-small">{t("ui.lifecycle.scores.note", { n: told.total })}</p>
          <div className="rt-scroll" tabIndex={0} role="group" aria-label={t("ui.lifecycle.scores")}>
            <table className="rt-triangle lc-grid">
              <caption className="hidden-text">{t("ui.lifecycle.scores")}</caption>
              <thead><tr><th scope="col">{t("ui.lifecycle.rf")}</th>{across.map((fifth) => <th key={fifth} scope="col" className="num">F {fifth}</th>)}</tr></thead>
              <tbody>
                {told.rows.map((row) => (
                  <tr key={row.recency}>
                    <th scope="row">R {row.recency}</th>
                    {row.counts.map((count, at) => {
                      const frequency = across[at] ?? 1;
                      if (count === 0) return <td key={frequency} className="num rt-none">–</td>;
                      const name = t("ui.lifecycle.score", { recency: row.recency, frequency, n: plain(count) });
                      return (
                        <td key={frequency} className="num rt-share" style={{ ["--depth" as string]: shade(count, told.most) }}>
                          <button type="button" className="lc-cell" aria-label={name} title={name}
                            onClick={() => open([is("recency", row.recency), is("frequency", frequency), ...(money === null ? [] : [is("money", money)])])}>
                            {plain(count)}<small>{percent(count / told.total)}</small>
                          </button>
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
