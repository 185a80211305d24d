// Tags that imports brought and nobody defined: those with a name may be taken over, one by one or all at once.
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { UnmanagedTag } from "@/app/types";
import { t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { percent } from "@/i18n/format";
import { type Column, ConfirmAct, DataTable, Def } from "@/ui";
import { adoptTags } from "./data";

const AT_ONCE = 500;
const FIRST = 20; // shown before somebody asks for more

export function Unmanaged({ tags, may, all }: { tags: UnmanagedTag[]; may: boolean; all: number }) {
  const [wanted, setWanted] = useState<UnmanagedTag[]>([]);
  const [whole, setWhole] = useState(false);
  const known = tags.filter((one) => one.code !== null).slice(0, AT_ONCE);
  const rows = whole ? tags : tags.slice(0, FIRST);
  const columns: Column<UnmanagedTag>[] = [
    { key: "name", head: true, label: t("ui.tags.tag"), render: (one) => <Link data-row to={`/customers?tag=${one.id}`}>{one.code ?? t("ui.customers.tag.nameless", { id: String(one.id) })}</Link> },
    { key: "count", num: true, label: t("ui.tags.count"), render: (one) => <>{plain(one.figures.count)} <span className="muted tg-share">{percent(all ? one.figures.count / all : null)}</span></> },
    {
      key: "acts", acts: true, label: t("ui.users.acts"),
      render: (one) => may && (one.code === null ? <span className="muted">{t("ui.tags.adopt.nameless")}</span> : <Button size="small" onClick={() => setWanted([one])}>{t("ui.tags.adopt")}</Button>),
    },
  ];
  return (
    <section className="tg-group" aria-label={t("ui.tags.unmanaged")}>
      <div className="row">
        <h2><Def k="tag_unmanaged">{t("ui.tags.unmanaged")}</Def></h2>
        <span className="spread" />
        {may && known.length > 1 && <Button onClick={() => setWanted(known)}>{t("ui.tags.adopt.all", { n: known.length })}</Button>}
      </div>
      <DataTable caption={t("ui.tags.unmanaged")} columns={columns} rows={rows} rowKey={(one) => one.id} />
      {rows.length < tags.length && <div className="more"><Button onClick={() => setWhole(true)}>{t("ui.tags.more", { n: tags.length - rows.length })}</Button></div>}
      <ConfirmAct open={wanted.length > 0} onClose={() => setWanted([])} title={t("ui.tags.adopt.title", { n: wanted.length })}
        act={t("ui.tags.adopt.act", { n: wanted.length })} done={t("ui.tags.adopted", { n: wanted.length })} undoHint={t("ui.tags.adopt.undo")}
        run={() => adoptTags(wanted.map((one) => one.id))}>
        <p>{t("ui.tags.adopt.text")}</p>
        <ul className="tg-list">{wanted.map((one) => <li key={one.id}>{one.code} <span className="muted">{plain(one.figures.count)}</span></li>)}</ul>
      </ConfirmAct>
    </section>
  );
}
