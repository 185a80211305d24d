import { Button } from "antd";
import { useState } from "react";
import type { ConnectionView } from "@/app/types";
import { t } from "@/i18n";
import { Edit } from "./Edit";
import { Step } from "./Step";

/** Step 1: whose account, and which application of it. */
export function App({ one }: { one: ConnectionView }) {
  const [open, setOpen] = useState(false);
  return (
    <Step number={1} title={t("ui.connections.step.app")} how="ok"
      line={<>{t("ui.connections.corp_id")} <code>{one.settings["corp_id"]}</code> · {t("ui.connections.agent_id")} <code>{one.settings["agent_id"]}</code></>}
      acts={<Button size="small" onClick={() => setOpen(true)}>{t("ui.connections.change")}</Button>}>
      {open && <Edit one={one} title={t("ui.connections.step.app")} fields={["name", "corp_id", "agent_id", "base_url"]} onClose={() => setOpen(false)} />}
    </Step>
  );
}
