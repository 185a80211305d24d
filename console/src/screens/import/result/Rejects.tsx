import type { ImportDetail } from "@/app/types";
import { t } from "@/i18n";
import { Icon } from "@/ui";
import { rejectsFile } from "../data";

/** Rows that could not be read, to take home, mend and drop again. */
export function Rejects({ detail }: { detail: ImportDetail }) {
  if (!detail.rejects_file || detail.run.rejects === 0) return null;
  return (
    <p className="im-rejects">
      <a className="im-download" href={rejectsFile(detail.run.id)} download><Icon name="download" size={14} /> {t("ui.import.rejects.get", { n: detail.run.rejects })}</a>
      <span className="muted">{t("ui.import.rejects.text")}</span>
    </p>
  );
}
