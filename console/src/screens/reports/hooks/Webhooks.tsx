import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api, ok } from "@/app/api";
import { useCommands } from "@/app/commands";
import type { WebhookView } from "@/app/types";
import { t } from "@/i18n";
import { ConfirmAct, EmptyState, Load, Skeleton } from "@/ui";
import { useWebhooks } from "../data";
import { Secret } from "./Secret";
import { Hook } from "./Hook";
import { HookForm } from "./HookForm";

/** Who gets summaries: add, test, see what became of what was sent, delete. */
export function Webhooks() {
  const query = useWebhooks();
  const cache = useQueryClient();
  const [address, setAddress] = useSearchParams();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<{ webhook: WebhookView; secret: string }>();
  const [gone, setGone] = useState<WebhookView>();
  const open = Number(address.get("hook"));
  useCommands([{ id: "act:webhook", kind: "act", label: t("ui.digests.hooks.add"), words: t("ui.nav.reports.words"), run: () => setMaking(true) }]);

  const show = (id: number | null) => setAddress(id ? { view: "webhooks", hook: String(id) } : { view: "webhooks" }, { replace: true });
  const remove = async (hook: WebhookView) => {
    await ok(api.DELETE("/api/v1/webhooks/{webhook_id}", { params: { path: { webhook_id: hook.id } } }));
    await cache.invalidateQueries({ queryKey: ["webhooks", "list"] });
  };
  const add = <Button type="primary" onClick={() => setMaking(true)}>{t("ui.digests.hooks.add")}</Button>;
  return (
    <div className="stack">
      <div className="rp-bar"><p className="muted rp-lead">{t("ui.digests.hooks.text")}</p><span className="spread" />{query.data?.length ? add : null}</div>
      <Load query={query} what={t("ui.digests.hooks.failed")} skeleton={<div className="card"><Skeleton rows={4} /></div>}>
        {(list) => list.length === 0 ? <EmptyState kind="never" title={t("ui.digests.hooks.none")} text={t("ui.digests.hooks.none.text")} action={add} /> : (
          <ul className="rp-hooks">
            {list.map((hook) => (
              <Hook key={hook.id} hook={hook} open={hook.id === open} onOpen={() => show(hook.id === open ? null : hook.id)}
                onTested={() => show(hook.id)} onRemove={() => setGone(hook)} />
            ))}
          </ul>
        )}
      </Load>
      {making && <HookForm onClose={() => setMaking(false)} onMade={setMade} />}
      <Secret made={made} onClose={() => setMade(undefined)} />
      {gone && (
        <ConfirmAct open danger onClose={() => setGone(undefined)} title={t("ui.digests.hooks.remove.title", { name: gone.name })}
          act={t("ui.digests.hooks.remove")} done={t("ui.digests.hooks.removed", { name: gone.name })} undoHint={t("ui.digests.hooks.remove.undo")}
          run={() => remove(gone)}>
          <p>{t("ui.digests.hooks.remove.text")}</p>
          <p className="mono rp-url">{gone.url}</p>
        </ConfirmAct>
      )}
    </div>
  );
}
