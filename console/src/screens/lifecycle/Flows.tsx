// From which stage to which: one day against the other, or every change in between.
import { Link } from "react-router";
import type { LifecycleView, StageName } from "@/app/types";
import { named, t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { day } from "@/i18n/format";
import { STAGES } from "@/screens/customers/data";
import { type Flow, flowText } from "@/screens/customers/model/view";
import { Def, EmptyState } from "@/ui";
import { shade, squareOf } from "./model/matrix";
import type { View } from "./model/view";

const stageOf = (stage: StageName | null) => (stage === null ? t("ui.lifecycle.newcomer") : named("stage", stage));

export function Flows({ told, view, change }: { told: LifecycleView; view: View; change: (wanted: Partial<View>) => void }) {
  const steps = view.moves ? told.moves : told.flows;
  const square = squareOf(steps, STAGES);
  const title = t(view.moves ? "ui.lifecycle.moves" : "ui.lifecycle.flows", { first: day(told.first_day), last: day(told.last_day) });
  return (
    <section className="card" aria-label={title}>
      <div className="row">
        <h2><Def k={view.moves ? "lifecycle_moves" : "lifecycle_flows"}>{title}</Def></h2>
        <span className="spread" />
        <div className="rt-seg" role="group" aria-label={t("ui.lifecycle.how")}>
          {[false, true].map((moves) => <button key={String(moves)} type="button" aria-pressed={view.moves === moves} onClick={() => change({ moves })}>{t(moves ? "ui.lifecycle.how.moves" : "ui.lifecycle.how.flows")}</button>)}
        </div>
      </div>
      {steps.length === 0 ? <EmptyState kind="nothing" compact title={t("ui.lifecycle.flows.none")} /> : (
        <>
          <p className="muted rt-small">{t("ui.lifecycle.flows.note")}</p>
          <div className="rt-scroll" tabIndex={0} role="group" aria-label={title}>
            <table className="rt-triangle lc-square">
              <caption className="hidden-text">{title}</caption>
              <thead>
                <tr><th scope="col">{t("ui.lifecycle.from_to")}</th>{square.cols.map((to) => <th key={to} scope="col" className="num">{named("stage", to)}</th>)}<th scope="col" className="num">{t("ui.lifecycle.sum")}</th></tr>
              </thead>
              <tbody>
                {square.rows.map((from) => (
                  <tr key={from ?? ""}>
                    <th scope="row">{stageOf(from)}</th>
                    {square.cols.map((to) => <Cell key={to} flow={{ moves: view.moves, first: told.first_day, last: told.last_day, from, to }} count={square.at(from, to)} most={square.most} />)}
                    <td className="num lc-sum">{plain(square.rowSum(from))}</td>
                  </tr>
                ))}
                <tr>
                  <th scope="row">{t("ui.lifecycle.sum")}</th>
                  {square.cols.map((to) => <td key={to} className="num lc-sum">{plain(square.colSum(to))}</td>)}
                  <td className="num lc-sum">{plain(square.cols.reduce((sum, to) => sum + square.colSum(to), 0))}</td>
                </tr>
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

/** A number, and behind it the customers that it counts. */
function Cell({ flow, count, most }: { flow: Flow & { from: StageName | null; to: StageName }; count: number; most: number }) {
  const { from, to } = flow;
  if (count === 0) return <td className="num rt-none">–</td>;
  const stayed = from === to;
  const said = t("ui.lifecycle.cell", { n: plain(count), from: stageOf(from), to: stageOf(to) });
  return (
    <td className={stayed ? "num lc-stay" : "num rt-share"} style={{ ["--depth" as string]: stayed ? 0 : shade(count, most) }}>
      <Link to={`/customers?flow=${flowText(flow)}`} title={said} aria-label={said}>{plain(count)}</Link>
    </td>
  );
}
