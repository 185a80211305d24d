// /settings/connections/:id: the five steps of its set-up, each checked live, and how it is doing since.
import { Button } from "antd";
import { useState } from "react";
import { useParams } from "react-router";
import type { ConnectionView } from "@/app/types";
import { t } from "@/i18n";
import { relative } from "@/i18n/format";
import { ConfirmAct, Icon, Load, Page, Pill, Skeleton } from "@/ui";
import { NotFound } from "@/app/fallbacks";
import { client } from "@/app/query";
import { change, useChecks, useConnection } from "./data";
import { Archive } from "./Archive";
import { Desk } from "./Desk";
import { Health } from "./Health";
import { Remove } from "./Remove";
import { Tags } from "./Tags";
import { Access } from "./steps/Access";
import { App } from "./steps/App";
import { Callback } from "./steps/Callback";
import { Learn } from "./steps/Learn";
import { Secret } from "./steps/Secret";
import { stateWord, toneOf, troubleText } from "./words";
import "./connections.css";

export default function ConnectionScreen() {
  const id = Number(useParams()["id"]);
  const query = useConnection(id);
  if (!Number.isSafeInteger(id)) return <NotFound />;
  if (!query.data) {
    return (
      <Page title={t("ui.nav.connections")}>
        <Load query={query} what={t("ui.connections.failed")} skeleton={<div className="card"><Skeleton rows={8} height={420} /></div>}>{() => null}</Load>
      </Page>
    );
  }
  return <Body one={query.data} />;
}

function Body({ one }: { one: ConnectionView }) {
  const checks = useChecks(one);
  const [asked, setAsked] = useState<"off" | "remove">();
  const off = one.state === "off";
  const again = () => client.invalidateQueries({ queryKey: ["connections"] });
  const on = async () => { await change(one.id, { on: true }); await again(); };
  return (
    <Page title={one.name} note={<Pill tone={toneOf(one)}>{stateWord(one)}</Pill>} actions={
      <>
        {off ? <Button onClick={() => void on()}>{t("ui.connections.on")}</Button> : <Button onClick={() => setAsked("off")}>{t("ui.connections.off")}</Button>}
        <Button danger onClick={() => setAsked("remove")}>{t("ui.connections.remove")}</Button>
      </>
    }>
      <div className="stack">
        {one.trouble && (
          <p className="cn-trouble" role="alert"><Icon name="warn" /> <span>{troubleText(one.trouble)}{one.trouble_at && <span className="muted"> {relative(one.trouble_at)}</span>}</span></p>
        )}
        {off && <p className="cn-quiet">{t("ui.connections.off.now")}</p>}
        <ol className="cn-steps">
          <App one={one} />
          <Secret one={one} checks={checks} />
          <Access checks={checks} />
          <Callback one={one} />
          <Learn one={one} checks={checks} />
        </ol>
        <Desk one={one} />
        <Health one={one} checks={checks} />
        <Tags one={one} />
        <Archive one={one} />
      </div>
      {asked === "off" && (
        <ConfirmAct open onClose={() => setAsked(undefined)} title={t("ui.connections.off.title", { name: one.name })} act={t("ui.connections.off")}
          done={t("ui.connections.off.done", { name: one.name })} undo={on} run={async () => { await change(one.id, { on: false }); await again(); }}>
          <p>{t("ui.connections.off.text")}</p>
        </ConfirmAct>
      )}
      {asked === "remove" && <Remove one={one} again={again} onClose={() => setAsked(undefined)} />}
    </Page>
  );
}
