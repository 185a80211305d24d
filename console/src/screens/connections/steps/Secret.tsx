import { Button } from "antd";
import { useState } from "react";
import type { ConnectionView } from "@/app/types";
import { t } from "@/i18n";
import { checkText, type Checks, howOf } from "./Check";
import { Edit } from "./Edit";
import { Step } from "./Step";

/** Step 2: the application's secret, tried at once. */
export function Secret({ one, checks }: { one: ConnectionView; checks: Checks }) {
  const [open, setOpen] = useState(false);
  return (
    <Step number={2} title={t("ui.connections.step.secret")} how={howOf(checks, "secret")} line={checkText(checks, "secret")}
      acts={<Button size="small" onClick={() => setOpen(true)}>{t("ui.connections.change")}</Button>}>
      {open && <Edit one={one} title={t("ui.connections.step.secret")} fields={["secret", "archive_secret"]} onClose={() => setOpen(false)} />}
    </Step>
  );
}
