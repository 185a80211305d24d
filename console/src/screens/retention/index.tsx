import { Button } from "antd";
import { Link } from "react-router";
import type { Retention as Told } from "@/app/types";
import { t } from "@/i18n";
import { day } from "@/i18n/format";
import { Bone, Def, EmptyState, Load, Page, Skeleton, Verdict } from "@/ui";
import { Cohorts } from "./Cohorts";
import { useRetention } from "./data";
import { lineOf } from "./model/lines";
import type { Asked, View } from "./model/view";
import { Names } from "./Names";
import { Periods } from "./Periods";
import { Slices } from "./Slices";
import { Tools } from "./Tools";
import { type Change, useView } from "./useView";
import { Waterfall } from "./Waterfall";
import { change as signed, lineName, ratio, sentence } from "./words";
import "@/screens/checkup/detail.css";
import "./retention.css";

/** 留量: flow minus evaporation, in integers that add up; each number leads to its names. */
export default function Retention() {
  const [view, change] = useView();
  const query = useRetention(view);
  const told = query.data?.retention;
  return (
    <Page title={t("ui.retention.title")} {...(told ? { note: t("ui.retention.as_of", { day: day(told.definition.as_of) }) } : {})}>
      <Load query={query} what={t("ui.retention.failed")} skeleton={<Skeleton height={720}><Bone height={64} /><Bone height={32} /><Bone height={300} /><Bone height={300} /></Skeleton>}>
        {({ retention }) => <Body retention={retention} view={view} change={change} old={query.isPlaceholderData} />}
      </Load>
    </Page>
  );
}

function Body({ retention, view, change, old }: { retention: Told; view: View; change: Change; old: boolean }) {
  const line = lineOf(retention, view.key);
  const { whole } = retention;
  const { first, last } = whole.total;
  const focused = line !== whole;
  const name = view.key === "none" ? t("ui.retention.row.without", { slice: t(`ui.retention.slice.${view.slice}`) }) : lineName(line, view.slice);
  const open = (names: Asked) => change({ names });
  const nobody = whole.opening === 0 && whole.total.inflow === 0 && whole.total.moved_in === 0;
  return (
    <div className={old ? "stack rt-old" : "stack"} aria-busy={old}>
      {!nobody && (
        <Verdict sentence={<>{focused && <span className="rt-focus">{name}</span>}{sentence(line)}</>}
          aside={<Aside line={line} all={focused ? () => change({ key: null }) : null} />} />
      )}
      <Tools view={view} change={change} first={first} last={last} />
      {nobody ? <Nobody view={view} change={change} /> : (
        <>
          <div className="rt-two">
            <Waterfall line={line} who={focused ? view.key : null} open={open} />
            <Periods line={line} />
          </div>
          <Slices key={retention.dimension} retention={retention} view={view} change={change} open={open} />
          <Cohorts view={view} change={change} last={last} line={focused ? line : null} open={open} />
        </>
      )}
      {view.names && <Names view={view} asked={view.names} first={first} last={last} close={() => change({ names: null })}
        line={view.names.key === null ? null : lineOf(retention, view.names.key)} />}
    </div>
  );
}

function Aside({ line, all }: { line: Told["whole"]; all: (() => void) | null }) {
  return (
    <>
      <div className="rt-aside"><Def k="ret_net">{t("ui.retention.net")}</Def><b>{signed(line.total.retained - line.opening)}</b></div>
      <div className="rt-aside"><Def k="ret_quick_ratio">{t("ui.retention.ratio")}</Def><b>{ratio(line.total.quick_ratio)}</b></div>
      {all && <Button onClick={all}>{t("ui.retention.all")}</Button>}
    </>
  );
}

/** No customer that anybody follows: either the data says nothing of relations, or there is none yet. */
function Nobody({ view, change }: { view: View; change: Change }) {
  if (view.basis === "relation") {
    return <EmptyState kind="never" title={t("ui.retention.nobody")} text={t("ui.retention.nobody.relation")}
      action={<><Button type="primary" onClick={() => change({ basis: "any" })}>{t("ui.retention.nobody.any")}</Button><Link to="/import"><Button tabIndex={-1}>{t("ui.retention.nobody.import")}</Button></Link></>} />;
  }
  return <EmptyState kind="never" title={t("ui.retention.nobody")} text={t("ui.retention.nobody.text")}
    action={<Link to="/import"><Button type="primary" tabIndex={-1}>{t("ui.retention.nobody.import")}</Button></Link>} />;
}
