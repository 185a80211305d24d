// Bars above every screen: the server does not answer; a newer console is there.
import { Button } from "antd";
import { useOutdated } from "@/app/build";
import { client } from "@/app/query";
import { lastAnswer, useReach } from "@/app/reach";
import { t } from "@/i18n";
import { relative } from "@/i18n/format";
import { Icon } from "@/ui/icons";

export function Bars() {
  const up = useReach();
  const outdated = useOutdated();
  return (
    <div aria-live="polite">
      {!up && (
        <div className="notice notice-danger">
          <Icon name="warn" />
          <span className="spread">{t("ui.offline", { ago: relative(lastAnswer()) })}</span>
          <Button size="small" onClick={() => void client.invalidateQueries()}>{t("ui.act.retry")}</Button>
        </div>
      )}
      {up && outdated && (
        <div className="notice">
          <Icon name="reload" />
          <span className="spread">{t("ui.build.new")}</span>
          <Button size="small" onClick={() => location.reload()}>{t("ui.act.reload")}</Button>
        </div>
      )}
    </div>
  );
}
