// From what was retained before to what is retained now: each coming and going with its cause. Press one for its names.
import type { RetentionLine } from "@/app/types";
import { t } from "@/i18n";
import { Figure } from "@/screens/checkup/charts/Figure";
import { day } from "@/i18n/format";
import { Def } from "@/ui";
import { type Asked, addDays } from "./model/view";
import { axisOf, type Bar, barsOf, placed } from "./model/waterfall";
import { cellName, change, count } from "./words";

interface WaterfallProps {
  line: RetentionLine;
  /** The line's key as names are asked of it. */
  who: string | null;
  open: (asked: Asked) => void;
}

export function Waterfall({ line, who, open }: WaterfallProps) {
  const bars = barsOf(line);
  const axis = axisOf(bars);
  const { first, last, evaporation } = line.total;
  const name = ({ code }: Bar) => (code === "opening" ? t("ui.retention.before", { day: day(first) }) : code === "closing" ? t("ui.retention.after", { day: day(last) }) : cellName(code));
  const said = (bar: Bar) => (bar.code === "opening" || bar.code === "closing" ? count(bar.amount) : change(bar.amount));
  const press = ({ code }: Bar) => {
    if (code === "opening") open({ cell: "retained", key: who, first: addDays(first, -1), last: addDays(first, -1) });
    else open({ cell: code === "closing" ? "retained" : code, key: who, first: null, last: null });
  };
  return (
    <section className="card">
      <Figure title={t("ui.retention.waterfall")} def="ret_evaporation"
        note={evaporation === 0 ? t("ui.retention.waterfall.none") : axis.floor > 0 ? t("ui.retention.waterfall.cut", { floor: count(axis.floor) }) : t("ui.retention.waterfall.note")}
        table={{ heads: [t("ui.retention.part"), t("ui.retention.people")], rows: bars.map((bar) => [name(bar), said(bar)]) }}
        chart={
          <ol className="rt-falls">
            {bars.map((bar) => {
              const { left, width } = placed(bar, axis);
              const stock = bar.code === "opening" || bar.code === "closing";
              return (
                <li key={bar.code}>
                  <span className="rt-fall-name"><Def k={stock ? "ret_retained" : `ret_${bar.code}`}>{name(bar)}</Def></span>
                  <button type="button" className="rt-fall" aria-label={t("ui.retention.names.of", { what: name(bar), n: said(bar) })} onClick={() => press(bar)}>
                    <span className="rt-track" aria-hidden="true">
                      <i className={`rt-bar rt-${stock ? "stock" : bar.amount > 0 ? "in" : "out"}${stock && axis.floor > 0 ? " rt-cut" : ""}`}
                        style={{ left: `${left * 100}%`, width: `${width * 100}%` }} />
                    </span>
                    <b>{said(bar)}</b>
                  </button>
                </li>
              );
            })}
          </ol>
        } />
    </section>
  );
}
