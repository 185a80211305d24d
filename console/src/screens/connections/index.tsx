// /settings/connections: which accounts are connected, and how each is doing.
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link, useNavigate } from "react-router";
import { useCommands } from "@/app/commands";
import type { ConnectionView } from "@/app/types";
import { t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { EmptyState, Icon, JobBar, Load, Page, Pill, Skeleton } from "@/ui";
import { connectionsQuery, lastSync, useSyncJob } from "./data";
import { Near } from "./Near";
import { lagText, stateWord, toneOf, troubleText } from "./words";
import "./connections.css";

export default function Connections() {
  const navigate = useNavigate();
  const list = useQuery(connectionsQuery);
  const begin = () => void navigate("/settings/connections/new");
  useCommands([{ id: "act:connect", kind: "act", label: t("ui.connections.add"), words: t("ui.nav.connections.words"), run: begin }]);
  const add = <Button type="primary" onClick={begin}>{t("ui.connections.add")}</Button>;
  return (
    <Page title={t("ui.nav.connections")} actions={list.data?.length ? add : undefined}>
      <Load query={list} what={t("ui.connections.failed")} skeleton={<div className="card"><Skeleton rows={4} height={140} /></div>}>
        {(items) => items.length === 0
          ? <EmptyState kind="never" title={t("ui.connections.none")} text={t("ui.connections.none.text")} action={add} />
          : <ul className="stack cn-list">{items.map((one) => <Card key={one.id} one={one} />)}</ul>}
      </Load>
    </Page>
  );
}

function Card({ one }: { one: ConnectionView }) {
  const job = useSyncJob(one);
  const at = lastSync(one);
  const { health } = one;
  const stuck = one.trouble ? undefined : one.syncs.find((each) => each.trouble)?.trouble;
  return (
    <li className="card cn-card">
      <div className="row">
        <h2><Link to={`/settings/connections/${one.id}`}>{one.name}</Link></h2>
        <Pill tone={toneOf(one)}>{stateWord(one)}</Pill>
        <span className="spread" />
        <Link className="cn-open" to={`/settings/connections/${one.id}`}>{t("ui.connections.open")} <Icon name="chevron" size={12} /></Link>
      </div>
      {one.trouble && <p className="cn-trouble"><Icon name="warn" /> <span>{troubleText(one.trouble)}</span></p>}
      {stuck && !job && <p className="cn-trouble"><Icon name="warn" /> <span>{troubleText(stuck)}</span></p>}
      <Near one={one} />
      {job && <JobBar job={job} />}
      <dl className="cn-facts">
        <div><dt>{t("ui.connections.corp")}</dt><dd><code>{one.settings["corp_id"]}</code></dd></div>
        <div><dt>{t("ui.connections.synced")}</dt><dd>{at ? relative(at) : t("ui.connections.never")}</dd></div>
        <div><dt>{t("ui.connections.event")}</dt><dd>{health.last_event_at ? relative(health.last_event_at) : t("ui.connections.no_event")}</dd></div>
        <div><dt>{t("ui.connections.lag")}</dt><dd>{lagText(health.lag)}</dd></div>
        <div><dt>{t("ui.connections.waiting")}</dt><dd className="num-in">{number(health.waiting)}</dd></div>
      </dl>
    </li>
  );
}
