import { useCan } from "@/app/session";
import { t } from "@/i18n";
import { Page } from "@/ui";
import { Desk } from "./Desk";
import { History } from "./history/History";
import "./import.css";

/** 导入: bring data in, and see what was brought. */
export default function Import() {
  const may = useCan("imports.run");
  return (
    <Page title={t("ui.import.title")}>
      {may ? <Desk /> : <p className="card im-readonly">{t("ui.import.readonly")}</p>}
      <History may={may} />
    </Page>
  );
}
