import { Button } from "antd";
import { named, t } from "@/i18n";
import { checkText, type Checks, found, howOf } from "./Check";
import { Step } from "./Step";

const PARTS = ["ip", "permission", "range"] as const;

/** Step 3: what an administrator must allow over there: our address, customers, members of staff. */
export function Access({ checks }: { checks: Checks }) {
  return (
    <Step number={3} title={t("ui.connections.step.access")} how={howOf(checks, ...PARTS)} line={t("ui.connections.access.text")}
      acts={<Button size="small" disabled={checks.isFetching} onClick={() => void checks.refetch()}>{t("ui.connections.check")}</Button>}>
      <ul className="cn-parts">
        {PARTS.map((name) => (
          <li key={name} className={`cn-part cn-part-${found(checks, name)?.outcome ?? "unknown"}`}>
            <b>{named("connection.check", name)}</b>
            <span>{checkText(checks, name)}</span>
          </li>
        ))}
      </ul>
    </Step>
  );
}
