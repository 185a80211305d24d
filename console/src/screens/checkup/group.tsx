// The page of one group: the drawer's content with room around it; on the phone the only form.
import { useNavigate, useParams } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import { useCan } from "@/app/session";
import type { GroupDetail } from "@/app/types";
import { t } from "@/i18n";
import { Page } from "@/ui";
import { useActs } from "./acts/useActs";
import { useDetail } from "./data";
import { Loaded } from "./detail/Loaded";
import { groupPath } from "./paths";
import "./checkup.css";
import "./detail.css";

export default function GroupPage() {
  const { id = "" } = useParams();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayAct = useCan("advice.act");
  const [ask, window] = useActs(() => void client.invalidateQueries({ queryKey: ["checkup", "group", id] }));
  const detail: GroupDetail | undefined = useDetail(id).data;
  const note = detail && [detail.row.line, detail.row.owner].filter(Boolean).join(" · ");
  return (
    <Page title={detail?.row.name ?? t("ui.checkup.group")} note={note}>
      <div className="cu-page-detail">
        <Loaded id={id} mayAct={mayAct} ask={ask} onOpen={(other) => void navigate(groupPath(other))} />
      </div>
      {window}
    </Page>
  );
}
