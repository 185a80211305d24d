// How many groups went from which state to which: two columns and the ribbons between them.
import { useRef } from "react";
import type { CompareView } from "@/app/types";
import { named, t } from "@/i18n";
import { fillOf } from "@/ui";
import { Figure } from "../charts/Figure";
import { type Band, bands, OUT, ribbons, STATES } from "../model/flow";
import { day, number } from "../numbers";
import { useSize } from "../useSize";

const HEIGHT = 340;
const BAR = 12;
const TOP = 24;
const SIDE = 124; // room for the words
const SMALL = 480;

export function StateFlow({ view }: { view: CompareView }) {
  const all = ribbons(view.before, view.after, view.groups);
  const word = (state: string) => (state === OUT ? t("ui.checkup.compare.absent") : named("state", state));
  return (
    <section className="card">
      <Figure title={t("ui.checkup.compare.flow")} note={t("ui.checkup.compare.flow.note")}
        chart={<Ribbons all={bands(all)} from={day(view.from)} to={day(view.to)} word={word} />}
        table={{ heads: [t("ui.checkup.compare.flow"), t("report.fact.groups")], rows: all.map((one) => [`${word(one.from)} → ${word(one.to)}`, number(one.count)]) }} />
    </section>
  );
}

interface RibbonsProps { all: Band[]; from: string; to: string; word: (state: string) => string }

function Ribbons({ all, from, to, word }: RibbonsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const side = width < SMALL ? 84 : SIDE;
  const [left, right] = [side, width - side];
  const called = (state: string) => (width < SMALL && state === "unknown" ? t("ui.checkup.short.unknown") : word(state));
  const y = (share: number) => TOP + share * (HEIGHT - TOP - 8);
  const middle = (left + right) / 2;
  const path = (one: Band) =>
    `M${left + BAR} ${y(one.left[0])}C${middle} ${y(one.left[0])} ${middle} ${y(one.right[0])} ${right - BAR} ${y(one.right[0])}` +
    `V${y(one.right[1])}C${middle} ${y(one.right[1])} ${middle} ${y(one.left[1])} ${left + BAR} ${y(one.left[1])}Z`;
  return (
    <div ref={frame} style={{ height: HEIGHT }}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={all.map((one) => `${word(one.from)} → ${word(one.to)} ${one.count}`).join(" · ")} className="cu-flow">
          <text x={left} y={14} textAnchor="start" className="cu-flow-day">{from}</text>
          <text x={right} y={14} textAnchor="end" className="cu-flow-day">{to}</text>
          {all.map((one) => <path key={`${one.from} ${one.to}`} d={path(one)} fill={one.to === OUT ? "var(--line-2)" : fillOf(one.to)} opacity={one.from === one.to ? 0.14 : 0.5} />)}
          <Column all={all} side="from" x={left} y={y} word={called} />
          <Column all={all} side="to" x={right - BAR} y={y} word={called} />
        </svg>
      )}
    </div>
  );
}

function Column({ all, side, x, y, word }: { all: Band[]; side: "from" | "to"; x: number; y: (share: number) => number; word: (state: string) => string }) {
  const edge = side === "from" ? "left" : "right";
  let last = -20;
  return [...STATES, OUT].map((state) => {
    const mine = all.filter((one) => one[side] === state);
    if (mine.length === 0) return null;
    const [low, high] = [Math.min(...mine.map((one) => one[edge][0])), Math.max(...mine.map((one) => one[edge][1]))];
    const at = Math.max(last + 15, (y(low) + y(high)) / 2 + 4); // words never lie on each other
    last = at;
    return (
      <g key={state}>
        <rect x={x} y={y(low)} width={BAR} height={Math.max(1, y(high) - y(low) - 1)} fill={state === OUT ? "var(--line-2)" : fillOf(state)} rx={2} />
        <text x={side === "from" ? x - 8 : x + BAR + 8} y={at} textAnchor={side === "from" ? "end" : "start"}>{word(state)} {number(mine.reduce((sum, one) => sum + one.count, 0))}</text>
      </g>
    );
  });
}
