// 客户: everybody the viewer may see; find one, or choose many.
import { t } from "@/i18n";
import { Page } from "@/ui";
import { Board } from "./list/Board";
import { useView } from "./useView";
import "../checkup/checkup.css";
import "./customers.css";

export default function CustomersScreen() {
  const [view, change] = useView();
  return (
    <Page title={t("ui.customers.title")}>
      <Board view={view} change={change} />
    </Page>
  );
}
