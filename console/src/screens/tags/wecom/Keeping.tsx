// The dialog of a group of tags: in which WeCom it is kept too, what that comes to, and whose tags they are there.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { putJob } from "@/app/jobs";
import { sentence } from "@/app/problem";
import type { KeptTagGroup, TagGroupRow, TagKeepingPreview, TagPlace } from "@/app/types";
import { named, t } from "@/i18n";
import { number } from "@/i18n/format";
import { Dialog, JobBar, Load, Pill, Skeleton, toast } from "@/ui";
import { keep, keptQuery, push, useKeeping, usePush } from "./data";
import { PushTrouble, Standing } from "./Standing";

export function Keeping({ group, close }: { group: TagGroupRow; close: () => void }) {
  const kept = useQuery(keptQuery);
  return (
    <Dialog open onClose={close} width={640} title={t("ui.tags.wecom.title", { name: group.name })}
      footer={<><span className="spread" /><Button onClick={close}>{t("ui.act.close")}</Button></>}>
      <div className="stack tg-keeping">
        <p>{t("ui.tags.wecom.text")}</p>
        <Load query={kept} what={t("ui.tags.wecom.place.failed")} skeleton={<Skeleton rows={4} />}>
          {({ places, groups }) => places.length === 0 ? <p className="muted">{t("ui.tags.wecom.none")}</p> : (
            <ul className="stack">
              {places.map((place) => (
                <Place key={place.connection_id} group={group} place={place}
                  one={groups.find((each) => each.group_id === group.id && each.connection_id === place.connection_id)} />
              ))}
            </ul>
          )}
        </Load>
        <Whose />
      </div>
    </Dialog>
  );
}

/** Who may change what over there. */
function Whose() {
  return (
    <section className="tg-whose">
      <h3>{t("ui.tags.wecom.whose")}</h3>
      <ul>{(["own", "shared", "off"] as const).map((one) => <li key={one}>{t(`ui.tags.wecom.whose.${one}`)}</li>)}</ul>
    </section>
  );
}

interface PlaceProps {
  group: TagGroupRow;
  place: TagPlace;
  one: KeptTagGroup | undefined;
}

function Place({ group, place, one }: PlaceProps) {
  const job = usePush(place);
  const told = useKeeping(group.id, place.connection_id, one && job);
  const on = one !== undefined;
  const turn = useMutation({
    meta: { quiet: true },
    mutationFn: () => keep(group.id, place.connection_id, !on),
    onSuccess: () => toast({ text: t(on ? "ui.tags.wecom.switched_off" : "ui.tags.wecom.switched_on", { name: group.name }) }),
  });
  const now = useMutation({ meta: { quiet: true }, mutationFn: () => push(place.connection_id), onSuccess: (made) => { putJob(made); toast({ text: t("ui.tags.wecom.push.asked") }); } });
  const wrong = turn.error ?? now.error;
  const off = place.state === "off";
  return (
    <li className="tg-place">
      <div className="row">
        <h3>{place.name}</h3>
        <Pill tone={on ? "alive" : "dead"}>{t(on ? "ui.tags.wecom.on" : "ui.tags.wecom.off")}</Pill>
        {off && <Pill tone="danger">{named("connection.state", "off")}</Pill>}
        <span className="spread" />
        {on && <Button disabled={off || !!job} loading={now.isPending} onClick={() => now.mutate()}>{t("ui.tags.wecom.push")}</Button>}
        <Button type={on ? "default" : "primary"} disabled={!on && off} loading={turn.isPending} onClick={() => turn.mutate()}>{t(on ? "ui.tags.wecom.turn_off" : "ui.tags.wecom.turn_on")}</Button>
      </div>
      {wrong && <p className="form-error" role="alert">{sentence(wrong)}</p>}
      {one && job && <JobBar job={job} />}
      <PushTrouble place={place} />
      {one && <Standing one={one} place={place} />}
      {!(one && job) && (told.data ? <Told told={told.data} /> : told.error ? <p className="form-error">{t("ui.tags.wecom.try.failed")} {sentence(told.error)}</p> : <p className="muted" aria-live="polite">{t("ui.tags.wecom.counting")}</p>)}
    </li>
  );
}

/** What it would come to, or what is not level yet. */
function Told({ told }: { told: TagKeepingPreview }) {
  const free = Math.max(0, told.most - told.tags);
  const level = told.make === 0 && told.mark === 0 && told.unmark === 0;
  return (
    <>
      <dl className="tg-facts">
        <div><dt>{t("ui.tags.wecom.make")}</dt><dd>{t("ui.tags.wecom.tags", { n: told.make })}</dd></div>
        <div><dt>{t("ui.tags.wecom.there")}</dt><dd>{t("ui.tags.wecom.tags", { n: told.there })}</dd></div>
        <div><dt>{t("ui.tags.wecom.mark")}</dt><dd>{t("ui.tags.wecom.pairs", { n: told.mark })}</dd></div>
        <div><dt>{t("ui.tags.wecom.unmark")}</dt><dd>{t("ui.tags.wecom.pairs", { n: told.unmark })}</dd></div>
        <div><dt>{t("ui.tags.wecom.room")}</dt><dd>{t("ui.tags.wecom.room.of", { n: number(told.tags), most: number(told.most), free: number(free) })}</dd></div>
      </dl>
      {Object.entries(told.faults).map(([reason, n]) => <p key={reason} className="form-warn">{named("tag_push.fault", reason)} <b>{t("ui.tags.wecom.tags", { n })}</b></p>)}
      {level && Object.keys(told.faults).length === 0 && <p className="muted">{t("ui.tags.wecom.level")}</p>}
      {!told.live && <p className="form-warn">{t("ui.tags.wecom.stale")}</p>}
    </>
  );
}
