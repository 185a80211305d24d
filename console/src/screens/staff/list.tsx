// /staff/handovers: every hand-over that the viewer sees, newest first.
import { Button } from "antd";
import { Link } from "react-router";
import { t } from "@/i18n";
import { EmptyState, Load, Page, Skeleton } from "@/ui";
import { useHandovers } from "./data";
import { Handovers } from "./Handovers";
import "./staff.css";

export default function AllHandovers() {
  const list = useHandovers();
  return (
    <Page title={t("ui.staff.handovers")}>
      <Load query={list} what={t("ui.staff.handovers.failed")} skeleton={<div className="data-wrap"><Skeleton rows={6} height={320} /></div>}>
        {({ pages }) => (pages[0]?.items.length === 0
          ? <EmptyState kind="never" title={t("ui.staff.handovers.none")} text={t("ui.staff.handovers.none.text")} action={<Link to="/staff">{t("ui.nav.staff")}</Link>} />
          : <Handovers rows={pages.flatMap((page) => page.items)} />)}
      </Load>
      {list.hasNextPage && <div className="more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
    </Page>
  );
}
