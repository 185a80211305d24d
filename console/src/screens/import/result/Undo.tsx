import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "antd";
import { client } from "@/app/query";
import type { ImportView, UndoView } from "@/app/types";
import { t } from "@/i18n";
import { number } from "@/i18n/format";
import { ConfirmAct, Icon, Load, Skeleton } from "@/ui";
import { undo, undoQuery } from "../data";

const MOST = 12;

/** Take a whole import back: first what goes and what stays, then one press. */
export function Undo({ run }: { run: ImportView }) {
  const [open, setOpen] = useState(false);
  const query = useQuery(undoQuery(run.id, open));
  const nothing = query.data?.facts === 0;
  const press = async () => {
    await undo(run.id);
    void client.invalidateQueries({ queryKey: ["imports"] });
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}><Icon name="undo" size={14} /> {t("ui.import.undo")}</Button>
      <ConfirmAct open={open} onClose={() => setOpen(false)} title={t("ui.import.undo.title", { name: run.name })} act={t("ui.import.undo.act", { n: query.data?.facts ?? 0 })}
        danger disabled={!query.data || nothing} undoHint={t("ui.import.undo.hint")} done={t("ui.import.undo.started")} run={press} width={560}>
        <Load query={query} what={t("ui.import.undo.failed")} skeleton={<Skeleton rows={4} />}>{(found) => <Goes found={found} />}</Load>
      </ConfirmAct>
    </>
  );
}

function Goes({ found }: { found: UndoView }) {
  const because = [
    ...found.kept_because.map((name) => t("ui.import.quoted", { name })),
    ...(found.kept_by_posts ? [t("ui.import.undo.posts")] : []),
  ];
  return (
    <>
      <dl className="im-goes">
        <dt>{t("ui.import.undo.facts")}</dt><dd>{number(found.facts)}</dd>
        <dt>{t("ui.import.undo.people")}</dt><dd>{number(found.people)}</dd>
        <dt>{t("ui.import.undo.groups")}</dt><dd>{number(found.groups.length)}</dd>
        <dt>{t("ui.import.undo.kept")}</dt><dd>{number(found.kept_facts)}</dd>
      </dl>
      {found.groups.length > 0 && (
        <p className="im-small"><b>{t("ui.import.undo.gone")}</b> <bdi>{found.groups.slice(0, MOST).map((name) => t("ui.import.quoted", { name })).join(t("ui.import.and"))}</bdi>{found.groups.length > MOST && ` ${t("ui.import.undo.others", { n: found.groups.length - MOST })}`}</p>
      )}
      {found.kept_facts > 0 && because.length > 0 && <p className="im-small"><b>{t("ui.import.undo.why")}</b> <bdi>{because.join(t("ui.import.and"))}</bdi></p>}
      {found.facts === 0 && <p>{t("ui.import.undo.nothing")}</p>}
    </>
  );
}
