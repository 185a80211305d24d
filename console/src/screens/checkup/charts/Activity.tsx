// Messages a day over half a year: customers' bars, staff's above them, and where the level changed for good.
import { useRef } from "react";
import type { Change, GroupDetail } from "@/app/types";
import { t } from "@/i18n";
import { linear, niceTop } from "../model/scale";
import { day, number } from "../numbers";
import { useSize } from "../useSize";
import { Figure } from "./Figure";

const HEIGHT = 150;
const NAMED = 1; // more changes than that would write over each other: they are listed below
const PAD = { left: 34, right: 4, top: 18, bottom: 22 };

export function Activity({ daily, changes }: Pick<GroupDetail, "daily" | "changes">) {
  const recent = [...daily].reverse().filter((one) => one.people + one.staff > 0);
  return (
    <Figure title={t("ui.checkup.activity")} def="activity"
      note={changes.length ? t("ui.checkup.activity.changed", { n: changes.length }) : t("ui.checkup.activity.same")}
      chart={<><Bars daily={daily} changes={changes} /><Key />{changes.length > NAMED && <Listed changes={changes} />}</>}
      table={{ heads: [t("ui.checkup.day"), t("ui.checkup.people"), t("ui.checkup.staff")], rows: recent.map((one) => [day(one.day), number(one.people), number(one.staff)]) }} />
  );
}

function Key() {
  return (
    <p className="cu-legend">
      <span><i style={{ background: "var(--brand)" }} />{t("ui.checkup.people")}</span>
      <span><i style={{ background: "var(--line-2)" }} />{t("ui.checkup.staff")}</span>
      <span><i className="cu-key-level" />{t("ui.checkup.level")}</span>
    </p>
  );
}

function Listed({ changes }: { changes: Change[] }) {
  return <p className="cu-changes">{changes.map((one) => t("report.change", { day: day(one.day), before: number(one.before), after: number(one.after) })).join(t("report.also"))}</p>;
}

function Bars({ daily, changes }: { daily: GroupDetail["daily"]; changes: Change[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const right = width - PAD.right;
  const floor = HEIGHT - PAD.bottom;
  const top = niceTop(Math.max(1, ...daily.map((one) => one.people + one.staff)));
  const y = linear([0, top], [floor, PAD.top]);
  const step = daily.length ? (right - PAD.left) / daily.length : 0;
  const x = (at: number) => PAD.left + at * step;
  const bar = Math.max(0.6, step - (step > 3 ? 1 : 0.3));
  const column = (at: number, from: number, to: number) => (to > from ? `M${x(at).toFixed(1)} ${y(from).toFixed(1)}V${y(to).toFixed(1)}h${bar.toFixed(1)}V${y(from).toFixed(1)}z` : "");
  const total = daily.reduce((sum, one) => sum + one.people, 0);
  return (
    <div ref={frame} style={{ height: HEIGHT }}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={t("ui.checkup.activity.said", { n: total, changes: changes.length })} className="cu-axes">
          {[0, top / 2, top].map((value) => (
            <g key={value}>
              <line x1={PAD.left} x2={right} y1={y(value)} y2={y(value)} />
              {(Number.isInteger(value)) && <text x={PAD.left - 6} y={y(value) + 4} textAnchor="end">{number(value)}</text>}
            </g>
          ))}
          <path d={daily.map((one, at) => column(at, 0, one.people)).join("")} fill="var(--brand)" />
          <path d={daily.map((one, at) => column(at, one.people, one.people + one.staff)).join("")} fill="var(--line-2)" />
          {months(daily).map(({ at, name }) => <text key={name} x={x(at)} y={HEIGHT - 6}>{name}</text>)}
          <Levels daily={daily} changes={changes} x={x} y={y} right={right} />
        </svg>
      )}
    </div>
  );
}

interface LevelsProps { daily: GroupDetail["daily"]; changes: Change[]; x: (at: number) => number; y: (value: number) => number; right: number }

/** Each change: a line on its day, the level before and after it as strokes, the two numbers in words. */
function Levels({ daily, changes, x, y, right }: LevelsProps) {
  const places = changes.map((change) => ({ change, at: daily.findIndex((one) => one.day >= change.day) })).filter((one) => one.at >= 0);
  return (
    <g className="cu-levels">
      {places.map(({ change, at }, index) => {
        const until = places[index + 1];
        const since = places[index - 1];
        const end = x(at) > right - 110;
        return (
          <g key={change.day}>
            <line className="cu-cut" x1={x(at)} x2={x(at)} y1={PAD.top - 4} y2={HEIGHT - PAD.bottom} />
            <path d={`M${since ? x(since.at) : PAD.left} ${y(change.before)}H${x(at)}M${x(at)} ${y(change.after)}H${until ? x(until.at) : right}`} />
            {places.length <= NAMED && (
              <text x={x(at) + (end ? -4 : 4)} y={PAD.top - 6} textAnchor={end ? "end" : "start"}>{day(change.day)} · {number(change.before)} → {number(change.after)}</text>
            )}
          </g>
        );
      })}
    </g>
  );
}

function months(daily: GroupDetail["daily"]): { at: number; name: string }[] {
  const firsts = daily.flatMap((one, at) => (one.day.endsWith("-01") ? [{ at, name: day(one.day) }] : []));
  return firsts.filter((one) => one.at < daily.length - 8);
}
