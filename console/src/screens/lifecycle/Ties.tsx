// How close people are to us: strong, weak, none; who came closer between the two days and who drifted off.
import type { LifecycleView } from "@/app/types";
import { named, t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { Def, EmptyState, Load, Skeleton } from "@/ui";
import { useTieFlows } from "./data";
import { shade, squareOf } from "./model/matrix";
import { useAsSegment } from "./Scores";

const TIES = ["none", "weak", "strong"] as const;

export function Ties({ told }: { told: LifecycleView }) {
  const query = useTieFlows(told.first_day, told.last_day);
  const open = useAsSegment();
  return (
    <section className="card" aria-label={t("ui.lifecycle.ties")}>
      <h2><Def k="lifecycle_ties">{t("ui.lifecycle.ties")}</Def></h2>
      <ul className="lc-ties">
        {[...told.now.ties].reverse().map((one) => (
          <li key={one.tie}>
            <button type="button" className="lc-tie" aria-label={t("ui.lifecycle.tie.see", { tie: named("tie", one.tie), n: plain(one.count) })} onClick={() => open([{ op: "tie", ties: [one.tie] }])}>
              <span>{named("tie", one.tie)}</span><b>{plain(one.count)}</b>
            </button>
          </li>
        ))}
      </ul>
      <Load query={query} what={t("ui.lifecycle.ties.failed")} skeleton={<Skeleton rows={5} height={180} />}>
        {({ items }) => {
          if (items.length === 0) return <EmptyState kind="nothing" compact title={t("ui.lifecycle.ties.none")} />;
          const square = squareOf(items, TIES);
          return (
            <>
              <p className="lc-said">{t("ui.lifecycle.ties.flow", { closer: square.at("weak", "strong"), off: square.at("strong", "weak") + square.at("strong", "none") })}</p>
              <table className="rt-triangle lc-square">
                <caption className="hidden-text">{t("ui.lifecycle.ties")}</caption>
                <thead><tr><th scope="col">{t("ui.lifecycle.from_to")}</th>{TIES.map((tie) => <th key={tie} scope="col" className="num">{named("tie", tie)}</th>)}</tr></thead>
                <tbody>
                  {TIES.map((from) => (
                    <tr key={from}>
                      <th scope="row">{named("tie", from)}</th>
                      {TIES.map((to) => {
                        const count = square.at(from, to);
                        return <td key={to} className={count === 0 ? "num rt-none" : from === to ? "num lc-stay" : "num rt-share"} style={{ ["--depth" as string]: from === to ? 0 : shade(count, square.most) }}>{count ? plain(count) : "–"}</td>;
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          );
        }}
      </Load>
    </section>
  );
}
