// The stages one below the other: how many, what share, how many before.
import { Link } from "react-router";
import type { LifecycleView } from "@/app/types";
import { named, t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { day, percent } from "@/i18n/format";
import { type Column, DataTable, Def } from "@/ui";
import { change } from "@/screens/retention/words";
import { stageFill } from "./words";

type Row = LifecycleView["funnel"][number];

export function Funnel({ told }: { told: LifecycleView }) {
  const all = told.funnel.reduce((sum, one) => sum + one.count, 0);
  const most = Math.max(1, ...told.funnel.map((one) => one.count));
  const columns: Column<Row>[] = [
    { key: "stage", head: true, width: "20%", label: t("ui.lifecycle.stage"), render: (one) => <Def k={`stage_${one.stage}`}>{named("stage", one.stage)}</Def> },
    { key: "bar", label: t("ui.lifecycle.share"), render: (one) => (
      <span className="lc-bar"><i style={{ width: `${(100 * one.count) / most}%`, background: stageFill(one.stage) }} /><small>{percent(all ? one.count / all : null)}</small></span>
    ) },
    { key: "count", num: true, width: "14%", label: t("ui.lifecycle.on", { day: day(told.last_day) }), render: (one) => (
      <Link data-row to={`/customers?stage=${one.stage}`} aria-label={t("ui.lifecycle.see", { stage: named("stage", one.stage), n: plain(one.count) })}>{plain(one.count)}</Link>
    ) },
    { key: "before", num: true, width: "14%", label: t("ui.lifecycle.on", { day: day(told.first_day) }), render: (one) => plain(one.before) },
    { key: "change", num: true, width: "12%", label: t("ui.retention.net"), render: (one) => change(one.count - one.before) },
  ];
  return (
    <section className="rt-slices" aria-label={t("ui.lifecycle.funnel")}>
      <h2><Def k="lifecycle_funnel">{t("ui.lifecycle.funnel")}</Def></h2>
      <DataTable caption={t("ui.lifecycle.funnel")} columns={columns} rows={told.funnel} rowKey={(one) => one.stage} />
    </section>
  );
}
