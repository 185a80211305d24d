// Chance × activity per member, all groups. Drawing a box chooses groups; each quarter can be chosen by a button too.
import { type PointerEvent, useMemo, useRef, useState } from "react";
import type { GroupRow } from "@/app/types";
import { named, t } from "@/i18n";
import { Def, fillOf } from "@/ui";
import { type Box, circles, type Dot, inside, LEAST, nearest, plane } from "../model/map";
import type { Selection } from "../model/selection";
import { number, percent } from "../numbers";
import { useSize } from "../useSize";

const PAD = { left: 44, right: 12, top: 10, bottom: 34 };
const HEIGHT = 420;
const STATES = ["dead", "unknown", "dormant", "fading", "forming", "alive"];
const BUSY = 1; // messages a member in 28 days: the line between busy and quiet

interface QuadrantProps {
  rows: GroupRow[];
  chosen: Selection;
  onChosen: (ids: string[]) => void;
  onOpen: (id: string) => void;
  alive: number;
}

export function Quadrant({ rows, chosen, onChosen, onOpen, alive }: QuadrantProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const [wide, high] = [Math.max(0, width - PAD.left - PAD.right), HEIGHT - PAD.top - PAD.bottom];
  const plot = useMemo(() => plane(rows, wide, high), [rows, wide, high]);
  const [box, setBox] = useState<Box | null>(null);
  const [over, setOver] = useState<Dot | undefined>();
  const at = (event: PointerEvent<SVGElement>) => {
    const edge = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - edge.left - PAD.left, y: event.clientY - edge.top - PAD.top };
  };
  const down = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y } = at(event);
    setBox({ x0: x, y0: y, x1: x, y1: y });
  };
  const moved = (event: PointerEvent<SVGSVGElement>) => {
    const { x, y } = at(event);
    if (box) setBox({ ...box, x1: x, y1: y });
    else setOver(nearest(plot.dots, x, y));
  };
  const up = (event: PointerEvent<SVGSVGElement>) => {
    const { x, y } = at(event);
    if (box && Math.hypot(box.x1 - box.x0, box.y1 - box.y0) > 5) onChosen(inside(plot.dots, box));
    else {
      const dot = nearest(plot.dots, x, y);
      if (dot) onOpen(dot.row.id);
    }
    setBox(null);
  };
  const [midX, midY] = [plot.x(alive), plot.y(BUSY)];
  const quarters: { id: "loyal" | "loud" | "quiet" | "lost"; box: Box }[] = [
    { id: "loyal", box: { x0: midX, y0: -99, x1: wide + 99, y1: midY } },
    { id: "quiet", box: { x0: midX, y0: midY, x1: wide + 99, y1: high + 99 } },
    { id: "loud", box: { x0: -99, y0: -99, x1: midX, y1: midY } },
    { id: "lost", box: { x0: -99, y0: midY, x1: midX, y1: high + 99 } },
  ];
  return (
    <section className="card cu-quadrant">
      <h2>{t("ui.checkup.plane.title")}</h2>
      <p className="muted">{t("ui.checkup.plane.note")}</p>
      <div className="cu-quarters">
        {quarters.map((one) => {
          const ids = inside(plot.dots, one.box);
          return <button key={one.id} type="button" className="cu-choice" disabled={ids.length === 0} onClick={() => onChosen(ids)}>{t(`ui.checkup.plane.${one.id}`)}<small>{number(ids.length)}</small></button>;
        })}
      </div>
      <p className="cu-tip" aria-hidden="true">{over ? <><b>{over.row.name}</b> · {named("state", over.row.state)} · {percent(over.row.p)} · {t("ui.checkup.map.members", { n: number(over.row.members) })}</> : t("ui.checkup.plane.tip")}</p>
      <div ref={frame} className="cu-plane" style={{ height: HEIGHT }}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} role="img" aria-label={t("ui.checkup.plane.said", { n: plot.dots.length })}
            onPointerDown={down} onPointerMove={moved} onPointerUp={up} onPointerLeave={() => setOver(undefined)}>
            <g transform={`translate(${PAD.left} ${PAD.top})`}>
              <Axes plot={plot} wide={wide} high={high} midX={midX} midY={midY} />
              {STATES.map((state) => {
                const dots = plot.dots.filter((dot) => dot.row.state === state);
                const lit = chosen.size === 0 ? dots : dots.filter((dot) => chosen.has(dot.row.id));
                return (
                  <g key={state} fill={fillOf(state)} stroke={fillOf(state)}>
                    {chosen.size > 0 && <path d={circles(dots)} opacity="0.1" />}
                    <path d={circles(lit)} fillOpacity="0.42" strokeOpacity="0.7" strokeWidth="0.8" />
                  </g>
                );
              })}
              {over && <circle cx={over.x} cy={over.y} r={over.r + 2} fill="none" stroke="var(--ink)" strokeWidth="1.5" />}
              {box && <rect className="cu-brush" x={Math.min(box.x0, box.x1)} y={Math.min(box.y0, box.y1)} width={Math.abs(box.x1 - box.x0)} height={Math.abs(box.y1 - box.y0)} />}
            </g>
          </svg>
        )}
      </div>
      <div className="cu-axis-name"><Def k="p_active_28d">{t("ui.checkup.plane.x")}</Def> <Def k="rate">{t("ui.checkup.plane.y")}</Def></div>
      {plot.left > 0 && <p className="muted">{t("ui.checkup.plane.left", { n: plot.left })}</p>}
    </section>
  );
}

interface AxesProps { plot: ReturnType<typeof plane>; wide: number; high: number; midX: number; midY: number }

function Axes({ plot, wide, high, midX, midY }: AxesProps) {
  const rates = [LEAST, 0.1, 1, 10, 100, 1000].filter((rate) => rate <= plot.top);
  return (
    <g className="cu-axes">
      {rates.map((rate) => (
        <g key={rate}>
          <line x1={0} x2={wide} y1={plot.y(rate)} y2={plot.y(rate)} />
          <text x={-8} y={plot.y(rate) + 4} textAnchor="end">{rate === LEAST ? "0" : number(rate)}</text>
        </g>
      ))}
      {[0, 0.25, 0.5, 0.75, 1].map((p) => <text key={p} x={plot.x(p)} y={high + 20} textAnchor={p === 1 ? "end" : p === 0 ? "start" : "middle"}>{Math.round(p * 100)}%</text>)}
      <line className="cu-mid" x1={midX} x2={midX} y1={0} y2={high} />
      <line className="cu-mid" x1={0} x2={wide} y1={midY} y2={midY} />
    </g>
  );
}
