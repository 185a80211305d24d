import { Checkbox, Select } from "antd";
import { useSession } from "@/app/session";
import type { Inspection } from "@/app/types";
import { t } from "@/i18n";
import type { Change, Draft } from "../draft";
import { datesInDoubt } from "../model/mapping";
import { AccountList } from "./AccountList";
import { ZoneSelect } from "./ZoneSelect";

interface OptionsProps {
  inspection: Inspection;
  draft: Draft;
  change: Change;
}

/** What had better be said before it is read. Asked only where the files leave it open. */
export function Options({ inspection, draft, change }: OptionsProps) {
  const { zone } = useSession();
  const doubt = datesInDoubt(inspection);
  return (
    <section className="card im-options" aria-labelledby="im-options">
      <h2 id="im-options">{t("ui.import.options")}</h2>
      {inspection.zone_needed && (
        <div className="im-option">
          <label htmlFor="im-zone">{t("ui.import.zone")}</label>
          <ZoneSelect id="im-zone" value={draft.zone ?? zone} change={(value) => change({ zone: value })} />
          <small>{t("ui.import.zone.why")}</small>
        </div>
      )}
      {doubt.length > 0 && (
        <div className="im-option">
          <label htmlFor="im-dates">{t("ui.import.dates", { columns: doubt.join(t("ui.import.and")) })}</label>
          <Select id="im-dates" className="im-select" classNames={{ popup: { root: "im-popup" } }} value={draft.dayFirst === null ? "auto" : draft.dayFirst ? "day" : "month"}
            options={(["auto", "day", "month"] as const).map((value) => ({ value, label: t(`ui.import.dates.${value}`) }))}
            onChange={(value: string) => change({ dayFirst: value === "auto" ? null : value === "day" })} />
          <small>{t("ui.import.dates.why")}</small>
        </div>
      )}
      <div className="im-option">
        <Checkbox checked={draft.private} onChange={(event) => change({ private: event.target.checked })}>{t("ui.import.private")}</Checkbox>
        <small>{t("ui.import.private.why")}</small>
      </div>
      <AccountList kind="staff" value={draft.staff} change={(staff) => change({ staff })} />
      <AccountList kind="house" value={draft.house} change={(house) => change({ house })} />
    </section>
  );
}
