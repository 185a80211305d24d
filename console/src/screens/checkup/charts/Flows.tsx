// Joins and leaves by week: up and down from one line.
import { useRef } from "react";
import type { GroupDetail } from "@/app/types";
import { t } from "@/i18n";
import { linear, niceTop } from "../model/scale";
import { day, number, signed } from "../numbers";
import { useSize } from "../useSize";
import { Figure } from "./Figure";

const HEIGHT = 110;
const PAD = { left: 34, right: 4, top: 6, bottom: 20 };

export function Flows({ flows }: { flows: GroupDetail["flows"] }) {
  const came = flows.reduce((sum, one) => sum + one.inflow, 0);
  const went = flows.reduce((sum, one) => sum + one.evaporation, 0);
  return (
    <Figure title={t("ui.checkup.flows")} def="net_28d"
      note={t("ui.checkup.flows.sum", { inflow: number(came), gone: number(went), net: signed(came - went), n: flows.length })}
      chart={<Weeks flows={flows} />}
      table={{
        heads: [t("ui.checkup.week"), t("report.inflow"), t("report.evaporation"), t("report.net")],
        rows: [...flows].reverse().map((one) => [day(one.week), number(one.inflow), number(one.evaporation), signed(one.inflow - one.evaporation)]),
      }} />
  );
}

function Weeks({ flows }: { flows: GroupDetail["flows"] }) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const top = niceTop(Math.max(1, ...flows.map((one) => one.inflow), ...flows.map((one) => one.evaporation)));
  const y = linear([top, -top], [PAD.top, HEIGHT - PAD.bottom]);
  const step = flows.length ? (width - PAD.left - PAD.right) / flows.length : 0;
  const bar = Math.max(1, step - 3);
  const x = (at: number) => PAD.left + at * step + 1;
  return (
    <>
      <div ref={frame} style={{ height: HEIGHT }}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} className="cu-axes" role="img" aria-label={t("ui.checkup.flows")}>
            {[top, 0, -top].map((value) => (
              <g key={value}>
                <line x1={PAD.left} x2={width - PAD.right} y1={y(value)} y2={y(value)} className={value === 0 ? "cu-zero" : undefined} />
                <text x={PAD.left - 6} y={y(value) + 4} textAnchor="end">{number(Math.abs(value))}</text>
              </g>
            ))}
            {flows.map((one, at) => (
              <g key={one.week}>
                {one.inflow > 0 && <rect x={x(at)} width={bar} y={y(one.inflow)} height={y(0) - y(one.inflow)} fill="var(--brand)" />}
                {one.evaporation > 0 && <rect x={x(at)} width={bar} y={y(0)} height={y(-one.evaporation) - y(0)} fill="var(--dead)" />}
                {at % 6 === 0 && at < flows.length - 3 && <text x={x(at)} y={HEIGHT - 5}>{day(one.week)}</text>}
              </g>
            ))}
          </svg>
        )}
      </div>
      <p className="cu-legend">
        <span><i style={{ background: "var(--brand)" }} />{t("report.inflow")}</span>
        <span><i style={{ background: "var(--dead)" }} />{t("report.evaporation")}</span>
      </p>
    </>
  );
}
