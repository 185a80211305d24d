// Those who first came in a week or month, by age. What not all have reached is hatched, and says what to expect.
import { Button } from "antd";
import type { Cohort, CohortTriangle } from "@/app/types";
import { t } from "@/i18n";
import { day, percent } from "@/i18n/format";
import { Def, EmptyState, Load, Skeleton } from "@/ui";
import { cohortsOwn, useCohorts } from "./data";
import { agesOf, type Cell, cellOf, depth } from "./model/triangle";
import type { Asked, View } from "./model/view";
import type { Change } from "./useView";
import { count, lineName } from "./words";

const AHEAD = 2; // ages beyond what anybody has reached, foretold
const PERIODS = ["week", "month"] as const;

interface CohortsProps {
  view: View;
  change: Change;
  last: string;
  /** The name of the line in view. */
  line: { name: string | null; key: string | null } | null;
  open: (asked: Asked) => void;
}

export function Cohorts({ view, change, last, line, open }: CohortsProps) {
  const query = useCohorts(view, last);
  const own = line !== null && cohortsOwn(view);
  return (
    <section className="card rt-cohorts" aria-label={t("ui.retention.cohorts")}>
      <div className="row">
        <h2><Def k="ret_cohort">{own ? t("ui.retention.cohorts.of", { name: lineName(line, view.slice) }) : t("ui.retention.cohorts")}</Def></h2>
        <span className="spread" />
        <div className="rt-seg" role="group" aria-label={t("ui.retention.cohorts.count")}>
          {[false, true].map((back) => <button key={String(back)} type="button" aria-pressed={view.back === back} onClick={() => change({ back })}>{t(back ? "ui.retention.cohorts.back" : "ui.retention.cohorts.stayed")}</button>)}
        </div>
        <div className="rt-seg" role="group" aria-label={t("ui.retention.cohorts.by")}>
          {PERIODS.map((cohorts) => <button key={cohorts} type="button" aria-pressed={view.cohorts === cohorts} onClick={() => change({ cohorts })}>{t(`ui.retention.period.${cohorts}`)}</button>)}
        </div>
      </div>
      <Load query={query} what={t("ui.retention.cohorts.failed")} skeleton={<Skeleton rows={8} height={320} />}>
        {(triangle) => <Triangle triangle={triangle} view={view} open={open} change={change} />}
      </Load>
    </section>
  );
}

function Triangle({ triangle, view, open, change }: { triangle: CohortTriangle; view: View; open: (asked: Asked) => void; change: Change }) {
  const cohorts = triangle.cohorts.filter((one) => one.size > 0).reverse();
  if (cohorts.length === 0) {
    return <EmptyState kind="nothing" compact title={t("ui.retention.cohorts.none")} text={t("ui.retention.cohorts.none.text")}
      action={view.key !== null && <Button onClick={() => change({ key: null })}>{t("ui.retention.all")}</Button>} />;
  }
  const ages = agesOf(cohorts, triangle.rates.length > 0 && !view.back ? AHEAD : 0);
  const unit = t(triangle.period === "month" ? "ui.retention.age.month" : "ui.retention.age.week");
  return (
    <>
      <p className="muted rt-small">{t("ui.retention.cohorts.note", { days: triangle.days })} {model(triangle, view)}</p>
      <div className="rt-scroll" tabIndex={0} role="group" aria-label={t("ui.retention.cohorts")}>
        <table className="rt-triangle">
          <caption className="hidden-text">{t("ui.retention.cohorts")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("ui.retention.head.arrival")}</th><th scope="col" className="num">{t("ui.retention.size")}</th>
              {Array.from({ length: ages + 1 }, (_, age) => <th key={age} scope="col" className="num">{age === 0 ? t("ui.retention.age.first") : `${unit} ${age}`}</th>)}
            </tr>
          </thead>
          <tbody>
            {cohorts.map((cohort) => <Line key={cohort.first} cohort={cohort} ages={ages} view={view} open={open} />)}
          </tbody>
        </table>
      </div>
      <div className="rt-legend">
        <span><i className="rt-key-seen" />{t("ui.retention.legend.seen")}</span>
        <span><i className="rt-key-partly" /><Def k="ret_censored">{t("ui.retention.legend.partly")}</Def></span>
        {!view.back && triangle.rates.length > 0 && <span><i className="rt-key-ahead" /><Def k="ret_expected">{t("ui.retention.legend.ahead")}</Def></span>}
      </div>
    </>
  );
}

function model(triangle: CohortTriangle, view: View): string {
  const { rates } = triangle;
  const [first, last] = [rates[0], rates.at(-1)];
  if (view.back) return t("ui.retention.model.back");
  if (first === undefined || last === undefined) return t("ui.retention.model.none");
  return t("ui.retention.model", { first: percent(first), last: percent(last), ages: rates.length });
}

function Line({ cohort, ages, view, open }: { cohort: Cohort; ages: number; view: View; open: (asked: Asked) => void }) {
  const cells = cohort.ages.slice(0, ages + 1).map((age) => cellOf(age, cohort.size, view.back));
  const name = cohort.first === cohort.last ? day(cohort.first) : t("ui.retention.from_day", { day: day(cohort.first) });
  const who = view.key !== null && cohortsOwn(view) ? view.key : null;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num">
        <button type="button" className="rt-number" aria-label={t("ui.retention.names.of", { what: name, n: count(cohort.size) })}
          onClick={() => open({ cell: "new", key: who, first: cohort.first, last: cohort.last })}>{count(cohort.size)}</button>
      </td>
      {cells.map((cell) => <Share key={cell.age} cell={cell} />)}
    </tr>
  );
}

function Share({ cell }: { cell: Cell }) {
  const { kind, share, expected, people, of } = cell;
  const hint = share === null ? "" : t("ui.retention.cell.hint", { people: count(people), of: count(of) });
  const ahead = expected === null || kind === "seen" ? null : percent(expected);
  if (share === null && ahead === null) return <td className="num rt-none" aria-label={t("ui.retention.none_yet")} />;
  return (
    <td className={`num rt-share rt-${kind}`} style={{ ["--depth" as string]: depth(kind === "ahead" ? null : share) }} title={hint || undefined}>
      {share !== null && <span>{percent(share)}</span>}
      {hint && <span className="hidden-text">{hint}</span>}
      {ahead && <small>{t("ui.retention.expected", { share: ahead })}</small>}
    </td>
  );
}
