// /settings/organisation: who belongs where, and who owns a customer. ?unit= is the one whose staff are shown.
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { useCan } from "@/app/session";
import type { Organisation, OrgPreset } from "@/app/types";
import { t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { EmptyState, Load, Page, Skeleton } from "@/ui";
import { Begin } from "./Begin";
import { orgQuery, presetsQuery } from "./data";
import { OwnerRules } from "./OwnerRules";
import { Tree } from "./Tree";
import { Unit } from "./Unit";
import "@/screens/retention/retention.css";
import "./org.css";

export default function OrganisationScreen() {
  const org = useQuery(orgQuery);
  const presets = useQuery(presetsQuery);
  const units = org.data?.units.length ?? 0;
  return (
    <Page title={t("ui.nav.org")} {...(units > 0 ? { note: t("ui.org.count", { n: units }) } : {})}>
      <Load query={org} what={t("ui.org.failed")} skeleton={<div className="card"><Skeleton rows={8} height={360} /></div>}>
        {(told) => (
          <Load query={presets} what={t("ui.org.failed")} skeleton={<div className="card"><Skeleton rows={8} height={360} /></div>}>
            {(models) => <Body org={told} presets={models} />}
          </Load>
        )}
      </Load>
    </Page>
  );
}

function Body({ org, presets }: { org: Organisation; presets: OrgPreset[] }) {
  const may = useCan("org.manage");
  const [address, setAddress] = useSearchParams();
  const { units } = org;
  const chosen = units.find((one) => String(one.id) === address.get("unit")) ?? units[0];
  if (!chosen) {
    return (
      <div className="stack">
        {may ? <Begin presets={presets} /> : <EmptyState kind="never" title={t("ui.org.none")} text={t("ui.org.none.text")} />}
        <OwnerRules org={org} may={may} />
      </div>
    );
  }
  return (
    <div className="stack">
      <p className="muted">{t("ui.org.how", { n: plain(units.reduce((sum, one) => sum + one.staff, 0)) })}</p>
      <div className="og-two">
        <Tree units={units} presets={presets} chosen={chosen.id} choose={(id) => setAddress({ unit: String(id) }, { replace: true })} may={may} />
        <Unit key={chosen.id} unit={chosen} units={units} may={may} />
      </div>
      <OwnerRules org={org} may={may} />
    </div>
  );
}
