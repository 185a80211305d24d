// Period by period: who came above the line, who evaporated below it.
import { useRef } from "react";
import type { RetentionLine } from "@/app/types";
import { t } from "@/i18n";
import { day } from "@/i18n/format";
import { Figure } from "@/screens/checkup/charts/Figure";
import { linear, niceTop } from "@/screens/checkup/model/scale";
import { useSize } from "@/screens/checkup/useSize";
import { change, count, ratio, span } from "./words";

const HEIGHT = 180;
const PAD = { left: 40, right: 4, top: 8, bottom: 22 };
const LABEL = 74; // pixels that a day needs below the axis

export function Periods({ line }: { line: RetentionLine }) {
  const { flows, total } = line;
  return (
    <section className="card">
      <Figure title={t("ui.retention.periods")} def="ret_inflow"
        note={t("ui.retention.periods.note", { net: change(total.retained - line.opening), ratio: ratio(total.quick_ratio) })}
        chart={<Chart flows={flows} />}
        table={{
          heads: [t("ui.retention.period"), t("ui.retention.cell.inflow"), t("ui.retention.cell.evaporation"), t("ui.retention.cell.retained"), t("ui.retention.ratio")],
          rows: [...flows].reverse().map((one) => [span(one.first, one.last), count(one.inflow), count(one.evaporation), count(one.retained), ratio(one.quick_ratio)]),
        }} />
    </section>
  );
}

function Chart({ flows }: { flows: RetentionLine["flows"] }) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const top = niceTop(Math.max(1, ...flows.map((one) => one.inflow), ...flows.map((one) => one.evaporation)));
  const y = linear([top, -top], [PAD.top, HEIGHT - PAD.bottom]);
  const step = flows.length ? (width - PAD.left - PAD.right) / flows.length : 0;
  const bar = Math.max(1, Math.min(48, step - 3));
  const x = (at: number) => PAD.left + at * step + (step - bar) / 2;
  const every = Math.max(1, Math.ceil(LABEL / Math.max(step, 1)));
  return (
    <>
      <div ref={frame} style={{ height: HEIGHT }}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} className="rt-axes" role="img" aria-label={t("ui.retention.periods")}>
            {[top, 0, -top].map((value) => (
              <g key={value}>
                <line x1={PAD.left} x2={width - PAD.right} y1={y(value)} y2={y(value)} className={value === 0 ? "rt-zero" : undefined} />
                <text x={PAD.left - 6} y={y(value) + 4} textAnchor="end">{count(Math.abs(value))}</text>
              </g>
            ))}
            {flows.map((one, at) => (
              <g key={one.first}>
                <title>{`${span(one.first, one.last)} · ${change(one.inflow)} · ${change(-one.evaporation)}`}</title>
                {one.inflow > 0 && <rect x={x(at)} width={bar} y={y(one.inflow)} height={y(0) - y(one.inflow)} fill="var(--brand)" />}
                {one.evaporation > 0 && <rect x={x(at)} width={bar} y={y(0)} height={y(-one.evaporation) - y(0)} fill="var(--dead)" />}
                {at % every === 0 && (at + 0.5) * step + LABEL / 2 < width && <text x={x(at) + bar / 2} y={HEIGHT - 5} textAnchor="middle">{day(one.first)}</text>}
              </g>
            ))}
          </svg>
        )}
      </div>
      <p className="rt-legend">
        <span><i style={{ background: "var(--brand)" }} />{t("ui.retention.cell.inflow")}</span>
        <span><i style={{ background: "var(--dead)" }} />{t("ui.retention.cell.evaporation")}</span>
      </p>
    </>
  );
}
