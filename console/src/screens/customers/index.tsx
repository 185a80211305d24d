// 客户: everybody the viewer may see; find one, or choose many.
import { Button } from "antd";
import { Link } from "react-router";
import { useCan } from "@/app/session";
import { t } from "@/i18n";
import { Page } from "@/ui";
import { Board } from "./list/Board";
import { SUGGESTIONS } from "./paths";
import { useView } from "./useView";
import "../checkup/checkup.css";
import "./customers.css";

export default function CustomersScreen() {
  const [view, change] = useView();
  const mayMerge = useCan("customers.edit");
  return (
    <Page title={t("ui.customers.title")} actions={mayMerge && <Link to={SUGGESTIONS}><Button tabIndex={-1}>{t("ui.nav.customers.suggestions")}</Button></Link>}>
      <Board view={view} change={change} />
    </Page>
  );
}
