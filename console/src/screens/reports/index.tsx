import { useSearchParams } from "react-router";
import { useCan } from "@/app/session";
import { t } from "@/i18n";
import { Page } from "@/ui";
import { Compare } from "./digest/Compare";
import { Webhooks } from "./hooks/Webhooks";
import { List } from "./list/List";
import { MakeOne } from "./list/MakeOne";
import "./reports.css";

const asId = (text: string | null) => (Number(text) > 0 ? Number(text) : null);

/** 汇报推送: the summaries that are kept, two of them side by side, and who gets them. */
export default function Reports() {
  const [address, setAddress] = useSearchParams();
  const manage = useCan("reports.manage");
  const hooks = manage && address.get("view") === "webhooks";
  const [earlier, later] = [asId(address.get("earlier")), asId(address.get("later"))];
  if (earlier && later) return <Compare earlier={earlier} later={later} />;
  return (
    <Page title={t("ui.digests.title")} actions={manage && !hooks && <MakeOne />}>
      {manage && (
        <nav className="views rp-views" aria-label={t("ui.shell.views")}>
          {[false, true].map((on) => (
            <button key={String(on)} type="button" className={`view${on === hooks ? " active" : ""}`} aria-current={on === hooks ? "page" : undefined}
              onClick={() => setAddress(on ? { view: "webhooks" } : {})}>
              {t(on ? "ui.digests.hooks" : "ui.digests.list")}
            </button>
          ))}
        </nav>
      )}
      {hooks ? <Webhooks /> : <List />}
    </Page>
  );
}
