import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useSearchParams } from "react-router";
import { isOpen, useJob } from "@/app/jobs";
import { t } from "@/i18n";
import { Load } from "@/ui";
import { importQuery } from "../data";
import type { Draft } from "../draft";
import { Figures } from "../result/Figures";
import { Outcomes } from "../result/Outcomes";
import { Rejects } from "../result/Rejects";
import { Running } from "../result/Running";
import { useEnded } from "../result/useEnded";

/** The dry run of these files: what would come in. Says so when something was changed since. */
export function Trial({ draft }: { draft: Draft }) {
  const [address] = useSearchParams();
  const id = Number(address.get("dry")) || null;
  return id === null ? null : <Tried key={id} id={id} draft={draft} />;
}

function Tried({ id, draft }: { id: number; draft: Draft }) {
  const query = useQuery(importQuery(id));
  const job = useJob(query.data?.run.job_id);
  const asked = useRef(JSON.stringify(draft));
  const box = useRef<HTMLElement>(null);
  const over = query.data?.run.state !== "running";
  useEnded(job, query.data?.run);
  useEffect(() => {
    void box.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, [over]);
  const old = asked.current !== JSON.stringify(draft);
  return (
    <section ref={box} className="card im-trial" aria-labelledby="im-trial">
      <h2 id="im-trial">{t("ui.import.trial")}</h2>
      <Load query={query}>
        {(detail) => {
          if ((job && isOpen(job)) || detail.run.state !== "done") return <Running job={job} dry />;
          return (
            <div className={`stack${old ? " im-old" : ""}`} role="status">
              <p className="muted">{t(old ? "ui.import.trial.old" : "ui.import.trial.done")}</p>
              <Figures detail={detail} />
              <Outcomes detail={detail} />
              <Rejects detail={detail} />
            </div>
          );
        }}
      </Load>
    </section>
  );
}
