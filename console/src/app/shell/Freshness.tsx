import { useStatus } from "@/app/jobs";
import { t } from "@/i18n";
import { day, instant, relative } from "@/i18n/format";
import { Pop } from "@/ui/Pop";

/** How old what is on the screen is; the details are one press away. */
export function Freshness() {
  const status = useStatus();
  if (!status) return null;
  const { checkup, last_day: last } = status;
  const words = last ? t("ui.fresh.to", { day: day(last) }) : t("ui.fresh.none");
  return (
    <Pop align="end" className="fresh" label={t("ui.fresh.title")} panelClass="fresh-panel"
      trigger={<><i className={checkup?.stale ? "dot dot-stale" : last ? "dot dot-fresh" : "dot"} /><span className="fresh-words">{checkup?.stale ? t("ui.fresh.stale") : words}</span></>}>
      <dl className="facts">
        <dt>{t("ui.fresh.last_day")}</dt><dd>{day(last, true)}</dd>
        <dt>{t("ui.fresh.last_import")}</dt><dd>{status.last_import_at ? relative(status.last_import_at) : t("ui.fresh.never")}</dd>
        <dt>{t("ui.fresh.checkup")}</dt><dd>{checkup ? instant(checkup.made_at) : t("ui.fresh.never")}</dd>
        {checkup && <><dt>{t("ui.fresh.checkup_to")}</dt><dd>{day(checkup.as_of, true)}</dd></>}
        {status.waiting > 0 && <><dt>{t("ui.fresh.waiting")}</dt><dd>{t("ui.fresh.batches", { n: status.waiting })}</dd></>}
      </dl>
      <p className="muted">{checkup?.stale ? t("ui.fresh.stale.text") : t("ui.fresh.text")}</p>
    </Pop>
  );
}
