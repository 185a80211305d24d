// Which groups of tags are kept over there too, how they stand, and having them brought level.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";
import { putJob } from "@/app/jobs";
import type { ConnectionView, KeptTags } from "@/app/types";
import { t } from "@/i18n";
import { tagsQuery } from "@/screens/tags/data";
import { keptQuery, push, usePush } from "@/screens/tags/wecom/data";
import { LastPush, PushTrouble, Standing } from "@/screens/tags/wecom/Standing";
import { JobBar, Load, Skeleton } from "@/ui";
import "@/screens/tags/tags.css";

export function Tags({ one }: { one: ConnectionView }) {
  const kept = useQuery(keptQuery);
  return (
    <section className="card">
      <Load query={kept} what={t("ui.tags.wecom.place.failed")} skeleton={<Skeleton rows={2} />}>{(found) => <Body one={one} kept={found} />}</Load>
    </section>
  );
}

function Body({ one, kept }: { one: ConnectionView; kept: KeptTags }) {
  const tags = useQuery(tagsQuery);
  const job = usePush(one);
  const now = useMutation({ mutationFn: () => push(one.id), onSuccess: putJob });
  const groups = kept.groups.filter((each) => each.connection_id === one.id);
  const place = kept.places.find((each) => each.connection_id === one.id);
  return (
    <>
      <div className="row">
        <h2>{t("ui.tags.wecom.place")}</h2>
        <span className="spread" />
        {groups.length > 0 && <Button size="small" disabled={one.state === "off" || !!job} loading={now.isPending} onClick={() => now.mutate()}>{t("ui.tags.wecom.push")}</Button>}
      </div>
      {job && <JobBar job={job} />}
      {place && <PushTrouble place={place} />}
      {!place || groups.length === 0 ? <p className="muted">{t("ui.tags.wecom.place.none")} <Link to="/segments/tags">{t("ui.tags.wecom.place.choose")}</Link></p> : (
        <>
          <p className="muted">{t("ui.tags.wecom.last")} <LastPush place={place} /></p>
          <ul className="cn-kept">
            {groups.map((each) => (
              <li key={each.group_id}>
                <h3><Link to="/segments/tags">{tags.data?.groups.find((group) => group.id === each.group_id)?.name ?? t("ui.tags.wecom.group")}</Link></h3>
                <Standing one={each} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
