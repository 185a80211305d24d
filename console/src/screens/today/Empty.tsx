import { Button } from "antd";
import { Link } from "react-router";
import { isProblem } from "@/app/problem";
import { useCan } from "@/app/session";
import { named, t } from "@/i18n";
import { EmptyState } from "@/ui";
import { useUndecided } from "./data";
import type { View } from "./model/view";

const ADVICE = ["stop", "merge", "revive"];

interface EmptyProps {
  view: View;
  clear: () => void;
  /** Somebody has just done the last one here. */
  finished: boolean;
}

/** Nothing to show, for one of three reasons: never had data, a filter, or all is done. */
export function Empty({ view, clear, finished }: EmptyProps) {
  if (view.kind || (view.mine && view.tab === "open")) {
    return (
      <EmptyState kind="nothing" title={t(view.kind ? "ui.today.empty.kind" : "ui.today.empty.mine")}
        action={<Button onClick={clear}>{t(view.kind ? "ui.act.clear" : "ui.today.empty.see_all")}</Button>} />
    );
  }
  if (view.tab !== "open") {
    return <EmptyState kind="nothing" title={t(`ui.today.empty.${view.tab}`)} text={t(`ui.today.empty.${view.tab}.text`)} />;
  }
  return <NothingDue finished={finished} />;
}

function NothingDue({ finished }: { finished: boolean }) {
  const groups = useCan("groups.see");
  const imports = useCan("imports.run");
  const { data, error } = useUndecided(groups);
  if (isProblem(error, "no_checkup")) {
    return (
      <EmptyState kind="never" title={t("ui.today.never")} text={t(imports ? "ui.today.never.text" : "ui.today.never.ask")}
        action={imports && <Link to="/import"><Button type="primary" tabIndex={-1}>{t("ui.today.never.act")}</Button></Link>} />
    );
  }
  const next = ADVICE.flatMap((advice) => data?.filter((one) => one.key === advice) ?? []);
  const words = next.map(({ key, n }) => t("ui.today.clear.part", { advice: named("advice", key), n })).join(t("table.comma"));
  const to = next.map(({ key }) => `advice=${key}`).join("&");
  return (
    <EmptyState kind="done" title={t(finished ? "ui.today.finished" : "ui.today.clear")}
      text={data && (words ? t("ui.today.clear.next", { what: words }) : t("ui.today.clear.text"))}
      action={words && <Link to={`/checkup?${to}&decision=none`}><Button type="primary" tabIndex={-1}>{t("ui.today.clear.act")}</Button></Link>} />
  );
}
