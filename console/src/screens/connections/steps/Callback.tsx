import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, ok } from "@/app/api";
import { sentence } from "@/app/problem";
import { client } from "@/app/query";
import { demoQuery } from "@/app/shell/demo/data";
import { useSession } from "@/app/session";
import type { ConnectionView } from "@/app/types";
import { named, t } from "@/i18n";
import { relative } from "@/i18n/format";
import { ConfirmAct, Copy, Icon } from "@/ui";
import { keepKeys, type Keys, keysOf, renew } from "../data";
import { callbackAddress, isPrivate } from "../words";
import { Step } from "./Step";

/** Step 4: where WeCom pushes what happened. It is done when WeCom has checked the address. */
export function Callback({ one }: { one: ConnectionView }) {
  const [keys, setKeys] = useState<Keys | undefined>(() => keysOf(one.id));
  const [asked, setAsked] = useState(false);
  const done = one.verified_at !== null;
  const address = callbackAddress(one);
  const anew = async () => {
    const made = await renew(one.id);
    keepKeys(one.id, made);
    setKeys(made);
    await client.invalidateQueries({ queryKey: ["connections"] });
  };
  return (
    <Step number={4} title={t("ui.connections.step.callback")} how={done ? "ok" : "waiting"}
      line={done ? t("ui.connections.callback.ok", { ago: relative(one.verified_at) }) : t("ui.connections.callback.wait")}
      acts={<Button size="small" onClick={() => setAsked(true)}>{t("ui.connections.keys")}</Button>}>
      {(!done || keys) && (
        <dl className="cn-copy">
          <Line name="URL" value={address} />
          <Line name="Token" value={keys?.token} />
          <Line name="EncodingAESKey" value={keys?.aes_key} />
        </dl>
      )}
      {!done && <p className="muted">{t(keys ? "ui.connections.callback.where" : "ui.connections.callback.hidden")}</p>}
      {!done && isPrivate(address) && !one.settings["base_url"] && <p className="cn-trouble"><Icon name="warn" /> <span>{t("ui.connections.callback.private")}</span></p>}
      <Enter one={one} />
      {asked && (
        <ConfirmAct open onClose={() => setAsked(false)} title={t("ui.connections.keys.title")} act={t("ui.connections.keys")} done={t("ui.connections.keys.done")} run={anew}>
          <p>{t("ui.connections.keys.text")}</p>
        </ConfirmAct>
      )}
    </Step>
  );
}

function Line({ name, value }: { name: string; value: string | undefined }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value === undefined ? <span className="muted">{t("ui.connections.once")}</span> : <><code>{value}</code><Copy text={value} /></>}</dd>
    </div>
  );
}

/** In the demo nobody opens the simulated WeCom's console: one press enters the address there. */
function Enter({ one }: { one: ConnectionView }) {
  const { demo } = useSession();
  const { data } = useQuery({ ...demoQuery, enabled: demo });
  const enter = useMutation({
    meta: { quiet: true, touches: ["connections"] },
    mutationFn: () => ok(api.POST("/api/v1/demo/callback")),
  });
  if (data?.connection_id !== one.id || one.verified_at !== null) return null;
  const why = enter.data?.why;
  return (
    <div className="row">
      <Button type="primary" loading={enter.isPending} onClick={() => enter.mutate()}>{t("ui.connections.demo.enter")}</Button>
      {(enter.error || why) && <span className="form-error" role="alert">{why ? named("demo.callback", why) : sentence(enter.error)}</span>}
    </div>
  );
}
