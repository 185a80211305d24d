// /staff/:id: what somebody carries, the leaver's checklist with the step that mends each line, their hand-overs.
import { Button } from "antd";
import { Link, useNavigate, useParams } from "react-router";
import { useCan } from "@/app/session";
import type { StaffCheck, StaffLine, StaffPage } from "@/app/types";
import { named, t } from "@/i18n";
import { number, percent } from "@/i18n/format";
import { type Column, DataTable, Def, Load, Page, Pill, Skeleton } from "@/ui";
import { useStaff } from "./data";
import { Handovers } from "./Handovers";
import { toneOf } from "./sums";
import "./staff.css";

const NAMED = 3;

export default function OneStaff() {
  const id = Number(useParams()["id"]);
  const page = useStaff(id);
  const line = page.data?.line;
  return (
    <Page title={line?.name ?? t("ui.nav.staff")} note={line && <Pill tone={toneOf(line.standing)}>{named("staff.standing", line.standing)}</Pill>}
      actions={line && <Over line={line} />}>
      <Load query={page} what={t("ui.staff.one.failed")} skeleton={<div className="card"><Skeleton rows={6} height={320} /></div>}>
        {(told) => <Whole told={told} />}
      </Load>
    </Page>
  );
}

function Over({ line }: { line: StaffLine }) {
  const may = useCan("staff.hand_over");
  const navigate = useNavigate();
  if (!may || line.standing === "unseated") return null;
  return <Button type="primary" onClick={() => void navigate(`/staff/${line.id}/hand-over`)}>{t("ui.staff.over")}</Button>;
}

function Whole({ told }: { told: StaffPage }) {
  const { line, checks, handovers } = told;
  const tiles: [React.ReactNode, string][] = [
    [t("ui.staff.customers"), number(line.customers)], [t("ui.staff.groups"), number(line.groups)],
    [<Def key="new" k="staff_new">{t("ui.staff.new")}</Def>, number(line.new_week)], [t("ui.staff.tasks"), number(line.tasks)],
    [<Def key="load" k="staff_load">{t("ui.staff.load")}</Def>, percent(line.load / 100)], [t("ui.staff.unit"), line.unit ?? "–"],
    ...(line.department ? [[<Def key="department" k="staff_department">{t("ui.staff.department")}</Def>, line.department] as [React.ReactNode, string]] : []),
  ];
  return (
    <div className="stack">
      <dl className="card sf-tiles">{tiles.map(([label, value], place) => <div key={place}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      <section className="stack">
        <h2>{t("ui.staff.checklist")}</h2>
        <p className="muted">{t("ui.staff.checklist.text")}</p>
        <DataTable caption={t("ui.staff.checklist")} columns={columnsOf(line)} rows={checks} rowKey={(row) => row.code} />
      </section>
      {handovers.length > 0 && (
        <section className="stack"><h2>{t("ui.staff.handovers")}</h2><Handovers rows={handovers} /></section>
      )}
    </div>
  );
}

const columnsOf = (line: StaffLine): Column<StaffCheck>[] => [
  { key: "what", label: t("ui.staff.check"), head: true, render: (row) => named("staff.check", row.code) },
  { key: "left", label: t("ui.staff.check.left"), num: true, render: (row) => (row.code === "unit" || row.code === "account" ? "" : number(row.count)) },
  {
    key: "state", label: t("ui.staff.standing"),
    render: (row) => {
      if (row.moving > 0) return <Pill tone="brand">{t("ui.staff.check.moving", { n: number(row.moving) })}</Pill>;
      return row.count > 0 ? <Pill tone="fading">{t("ui.staff.check.open")}</Pill> : <Pill tone="alive">{t("ui.staff.check.done")}</Pill>;
    },
  },
  { key: "act", label: t("ui.staff.check.act"), render: (row) => <Step row={row} line={line} /> },
];

/** Where a line is mended. */
function Step({ row, line }: { row: StaffCheck; line: StaffLine }) {
  const hands = useCan("staff.hand_over");
  const codes = useCan("sources.edit");
  const users = useCan("users.manage");
  const sends = useCan("sends.see");
  if (row.count === 0) return <span className="muted">–</span>;
  switch (row.code) {
    case "customers":
    case "groups":
      return hands && line.standing !== "unseated" ? <Link to={`/staff/${line.id}/hand-over`}>{t("ui.staff.over")}</Link> : null;
    case "codes": return <Links row={row} to={codes ? (id) => `/sources/codes/${id}/edit` : undefined} />;
    case "sends": return <Links row={row} to={sends ? (id) => `/sends/${id}` : undefined} />;
    case "tasks": return <Link to="/today">{t("ui.staff.check.act.tasks")}</Link>;
    case "unit": return <span className="sf-links"><span>{row.links[0]?.name}</span><Link to="/settings/organisation">{t("ui.staff.check.act.unit")}</Link></span>;
    case "account": return <span className="sf-links"><span>{row.links.map((one) => one.name).join(" / ")}</span>{users && <Link to="/settings/users">{t("ui.staff.check.act.account")}</Link>}</span>;
    default: return null;
  }
}

function Links({ row, to }: { row: StaffCheck; to: ((id: string) => string) | undefined }) {
  const more = row.links.length - NAMED;
  return (
    <span className="sf-links">
      {row.links.slice(0, NAMED).map((one) => (to ? <Link key={one.id} to={to(one.id)}>{one.name}</Link> : <span key={one.id}>{one.name}</span>))}
      {more > 0 && <span className="muted">{t("ui.staff.more", { n: number(more) })}</span>}
    </span>
  );
}
