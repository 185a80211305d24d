// /segments/layers/:id: a ladder and its rules. "new": from nothing.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { ApiProblem, sentence } from "@/app/problem";
import type { LayerView } from "@/app/types";
import { t } from "@/i18n";
import { useTelling } from "@/screens/segments/data";
import { unfinished } from "@/screens/segments/model";
import { EmptyState, ErrorState, Icon, Load, Page, Skeleton, toast } from "@/ui";
import { keepLayer, layersQuery } from "./data";
import { forget, useLadderDraft, write } from "./drafts";
import { faultsOf, fresh, type LayerText, moved, MOST_TIERS, textOf, type TierText, wantedOf } from "./model/ladder";
import { Tier } from "./Tier";
import "@/screens/retention/retention.css";
import "@/screens/segments/segments.css";
import "@/screens/segments/rule.css";
import "./layers.css";

const BACK = "/segments/tags?view=layers";

export default function LayerScreen() {
  const { id = "" } = useParams();
  const query = useQuery(layersQuery);
  const layer = query.data?.find((one) => String(one.id) === id) ?? null;
  return (
    <Page title={id === "new" ? t("ui.layers.new") : layer ? t("ui.layers.edit.title", { name: layer.name }) : t("ui.layers.title")} actions={<Link to={BACK}>{t("ui.layers.back")}</Link>}>
      <Load query={query} what={t("ui.layers.failed")} skeleton={<div className="card"><Skeleton rows={10} /></div>}>
        {() => id === "new" || layer ? <Editor key={id} layer={layer} /> : <EmptyState kind="nothing" title={t("ui.layers.unknown")} action={<Link to={BACK}>{t("ui.layers.back")}</Link>} />}
      </Load>
    </Page>
  );
}

function Editor({ layer }: { layer: LayerView | null }) {
  const key = layer ? String(layer.id) : "new";
  const draft = useLadderDraft(key);
  const kept = useMemo(() => textOf(layer), [layer]);
  const text = draft?.text ?? kept;
  const setText = (next: LayerText) => write(key, next, layer?.changed_at ?? 0);
  const { tiers } = text;
  const told = useTelling(useMemo(() => tiers.flatMap((tier) => (tier.stay ? [tier.rule, tier.stay] : [tier.rule])), [tiers]));
  const go = useNavigate();
  const wanted = wantedOf(text);
  const whole = wanted !== null && tiers.every((tier) => unfinished(tier.rule, told).length === 0 && (!tier.stay || unfinished(tier.stay, told).length === 0));
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: async () => { if (wanted) await keepLayer(layer?.id ?? null, wanted); },
    onSuccess: () => { forget(key); toast({ text: t("ui.layers.saved") }); void go(BACK); },
  });
  const faults = save.error instanceof ApiProblem ? save.error.errors : (layer?.faults.map((one) => ({ at: one.at, code: one.code, params: one.params as Record<string, string> })) ?? []);
  const put = (at: number, change: Partial<TierText>) => setText({ ...text, tiers: tiers.map((tier, n) => (n === at ? { ...tier, ...change } : tier)) });
  if (told.error && !told.ready) return <ErrorState error={told.error} what={t("ui.segments.failed.names")} retry={told.again} />;
  if (!told.ready) return <div className="card"><Skeleton rows={8} height={360} /></div>;
  return (
    <div className="stack">
      {draft && layer && draft.from < layer.changed_at && <p className="form-warn" role="status">{t("ui.layers.draft.old")}</p>}
      <section className="card ly-form">
        <label className="form-field"><span>{t("ui.layers.name")}</span>
          <input className="rt-input" maxLength={60} value={text.name} onChange={(event) => setText({ ...text, name: event.target.value })} /></label>
        <p className="muted">{t("ui.layers.how")}</p>
      </section>
      <ol className="ly-steps">
        {tiers.map((tier, at) => (
          <Tier key={tier.key} tier={tier} told={told} change={(change) => put(at, change)}
            faults={faultsOf(faults, tiers.length, at, "rule")} stayFaults={faultsOf(faults, tiers.length, at, "stay")}
            up={at > 0 ? () => setText({ ...text, tiers: moved(tiers, at, -1) }) : null} down={at < tiers.length - 1 ? () => setText({ ...text, tiers: moved(tiers, at, 1) }) : null}
            remove={tiers.length > 1 ? () => setText({ ...text, tiers: tiers.filter((one) => one !== tier) }) : null} />
        ))}
      </ol>
      <div className="row">
        <Button disabled={tiers.length >= MOST_TIERS} icon={<Icon name="plus" size={13} />} onClick={() => setText({ ...text, tiers: [fresh(Math.max(...tiers.map((tier) => tier.key)) + 1), ...tiers] })}>{t("ui.layers.add")}</Button>
        <span className="spread">{save.error && <span className="form-error" role="alert">{sentence(save.error)}</span>}</span>
        {draft && <Button onClick={() => forget(key)}>{t("ui.layers.draft.forget")}</Button>}
        {!whole && <span className="muted">{t("ui.layers.missing")}</span>}
        <Button type="primary" disabled={!whole} loading={save.isPending} onClick={() => save.mutate()}>{t("ui.layers.save")}</Button>
      </div>
    </div>
  );
}
