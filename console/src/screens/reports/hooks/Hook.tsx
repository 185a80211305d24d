import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { api, ok } from "@/app/api";
import type { WebhookView } from "@/app/types";
import { named, OWN_NAME, t } from "@/i18n";
import { relative } from "@/i18n/format";
import { Icon, toast } from "@/ui";
import { errorOf } from "../words";
import { Deliveries } from "./Deliveries";
import { DeliveryPill } from "./DeliveryPill";

interface HookProps {
  hook: WebhookView;
  open: boolean;
  onOpen: () => void;
  onTested: () => void;
  onRemove: () => void;
}

/** One receiver: what it gets, how the last message fared, and what may be done. */
export function Hook({ hook, open, onOpen, onTested, onRemove }: HookProps) {
  const cache = useQueryClient();
  const test = useMutation({
    meta: { touches: ["webhooks"] },
    mutationFn: () => ok(api.POST("/api/v1/webhooks/{webhook_id}/test", { params: { path: { webhook_id: hook.id } } })),
    onSuccess: () => {
      toast({ text: t("ui.digests.hooks.tested") });
      onTested();
      void cache.invalidateQueries({ queryKey: ["webhooks"] });
    },
  });
  const { last } = hook;
  return (
    <li className="card rp-hook">
      <div className="rp-hook-head">
        <div className="rp-hook-what">
          <h2 className="rp-hook-name">{hook.name}</h2>
          <p className="mono rp-url">{hook.url}</p>
          <p className="muted rp-small">{[...hook.periods.map((one) => named("digest.period", one)), OWN_NAME[hook.lang]].join(" · ")}</p>
        </div>
        <div className="rp-hook-last">
          {last ? <><DeliveryPill state={last.state} /><span className="muted rp-small">{relative(last.ended_at ?? last.created_at)}</span>
            {last.error && <span className="rp-small rp-worse">{errorOf(last)}</span>}</> : <span className="muted rp-small">{t("ui.digests.hooks.nothing")}</span>}
        </div>
        <div className="rp-hook-acts">
          <Button loading={test.isPending} onClick={() => test.mutate()}>{t("ui.digests.hooks.test")}</Button>
          <Button aria-expanded={open} onClick={onOpen}>{t("ui.digests.hooks.deliveries")} <Icon name="down" size={12} /></Button>
          <button type="button" className="icon-button rp-remove" aria-label={t("ui.digests.hooks.remove.of", { name: hook.name })} title={t("ui.digests.hooks.remove")} onClick={onRemove}>
            <Icon name="trash" />
          </button>
        </div>
      </div>
      {open && <Deliveries hook={hook} />}
    </li>
  );
}
