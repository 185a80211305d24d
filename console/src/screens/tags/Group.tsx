// One group of tags: how many bear each, where they come from, what asks for it, and whether it tells anybody apart.
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { TagGroupRow, TagList, TagRow } from "@/app/types";
import { named, t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { days, percent, signed } from "@/i18n/format";
import { type Column, DataTable, Def, Icon, Menu, Pill } from "@/ui";
import type { Act } from "./acts/Acts";
import { tagOf } from "./model/tags";
import { isRefused, keptQuery } from "./wecom/data";

interface GroupProps {
  group: TagGroupRow;
  list: TagList;
  may: boolean;
  act: (act: Act) => void;
}

export function Group({ group, list, may, act }: GroupProps) {
  const bare = !list.groups.find((one) => one.id === group.id)?.tags.length;
  return (
    <section className="tg-group" aria-label={group.name}>
      <div className="row">
        <h2>{group.name}</h2>
        {group.exclusive && <Def k="tag_exclusive">{t("ui.tags.exclusive")}</Def>}
        <Kept group={group} />
        <span className="spread" />
        {may && (
          <Menu align="end" label={t("ui.tags.group.acts", { name: group.name })} trigger={<Icon name="more" />} items={[
            { id: "add", label: t("ui.tags.new"), run: () => act({ kind: "tag", group }) },
            { id: "edit", label: t("ui.tags.group.edit"), run: () => act({ kind: "group", group }) },
            { id: "wecom", label: t("ui.tags.wecom"), run: () => act({ kind: "wecom", group }) },
            null,
            { id: "archive", label: t("ui.tags.group.archive"), danger: true, disabled: !bare, ...(bare ? {} : { hint: t("ui.tags.group.full") }), run: () => act({ kind: "archive_group", group }) },
          ]} />
        )}
      </div>
      {group.tags.length === 0 ? <p className="muted tg-bare">{t("ui.tags.group.none")}</p> : (
        <DataTable caption={group.name} columns={columnsOf(group, list, may, act)} rows={group.tags} rowKey={(tag) => tag.id} />
      )}
    </section>
  );
}

/** That it is kept in a WeCom too, and whether all of it could be written. */
function Kept({ group }: { group: TagGroupRow }) {
  const { data } = useQuery(keptQuery);
  const mine = data?.groups.filter((one) => one.group_id === group.id) ?? [];
  if (mine.length === 0) return null;
  const wrong = mine.some(isRefused);
  return <Pill tone={wrong ? "danger" : "brand"}>{t(wrong ? "ui.tags.wecom.kept.wrong" : "ui.tags.wecom.kept")}</Pill>;
}

function columnsOf(group: TagGroupRow, list: TagList, may: boolean, act: (act: Act) => void): Column<TagRow>[] {
  return [
    { key: "name", head: true, label: t("ui.tags.tag"), width: "24%", render: (tag) => <Name tag={tag} list={list} /> },
    {
      key: "count", num: true, width: "12%", label: <Def k="tag_count">{t("ui.tags.count")}</Def>,
      render: (tag) => tag.figures.count === 0 ? "0" : <><Link to={`/customers?tag=${tag.id}`}>{plain(tag.figures.count)}</Link> <span className="muted tg-share">{percent(list.customers ? tag.figures.count / list.customers : null)}</span></>,
    },
    { key: "change", num: true, width: "11%", label: <Def k="tag_change">{t("ui.tags.change")}</Def>, render: (tag) => signed(tag.figures.change) },
    { key: "sources", label: <Def k="tag_sources">{t("ui.tags.sources")}</Def>, render: (tag) => <Sources tag={tag} /> },
    { key: "rule", width: "17%", label: t("ui.tags.rule"), render: (tag) => <RuleBrief tag={tag} may={may} /> },
    { key: "used", width: "15%", label: <Def k="tag_used_by">{t("ui.tags.used_by")}</Def>, render: (tag) => <Uses tag={tag} /> },
    {
      key: "acts", acts: true, label: t("ui.users.acts"), width: 56,
      render: (tag) => may && (
        <Menu align="end" label={t("ui.users.acts.of", { name: `${group.name}/${tag.name}` })} trigger={<Icon name="more" />} items={[
          { id: "edit", label: t("ui.tags.edit"), run: () => act({ kind: "tag", group, tag }) },
          { id: "merge", label: t("ui.tags.merge"), run: () => act({ kind: "merge", tag, group }) },
          null,
          { id: "archive", label: t("ui.tags.archive"), danger: true, disabled: tag.used_by.length > 0,
            ...(tag.used_by.length > 0 ? { hint: t("ui.tags.archive.used") } : {}), run: () => act({ kind: "archive", tag, group }) },
        ]} />
      ),
    },
  ];
}

function Name({ tag, list }: { tag: TagRow; list: TagList }) {
  const { splits, same_as } = tag.figures;
  const other = same_as === null ? undefined : tagOf(list, same_as);
  return (
    <div className="tg-name">
      <Link data-row to={`/customers?tag=${tag.id}`}>{tag.name}</Link>
      {tag.until_days !== null && <small className="muted">{t("ui.tags.expires", { days: days(tag.until_days) })}</small>}
      {tag.description && <small className="muted">{tag.description}</small>}
      {splits && <small className="tg-blunt"><Icon name="warn" size={12} /> {splits === "same" && other ? t("ui.tags.same_as", { name: other.label }) : named("tag_splits", splits)}</small>}
    </div>
  );
}

function Sources({ tag }: { tag: TagRow }) {
  if (tag.figures.sources.length === 0) return <span className="muted">–</span>;
  return (
    <span className="tg-sources">
      {tag.figures.sources.map((one) => <span key={one.source}>{named("ui.customers.tag_source", one.source)} <b>{plain(one.count)}</b></span>)}
    </span>
  );
}

function RuleBrief({ tag, may }: { tag: TagRow; may: boolean }) {
  const to = `/segments/tags/${tag.id}`;
  if (!tag.rule) return may ? <Link className="tg-add" to={to} aria-label={t("ui.tags.rule.add.to", { name: tag.name })}>{t("ui.tags.rule.add")}</Link> : <span className="muted">–</span>;
  const tone = tag.rule.failed ? "danger" : tag.rule.on ? "alive" : "dead";
  return (
    <Link to={to} className="row">
      {t(`ui.tags.rule.kind.${tag.rule.kind}`)}
      <Pill tone={tone}>{t(tag.rule.failed ? "ui.tags.rule.failed" : tag.rule.on ? "ui.tags.rule.on" : "ui.tags.rule.off")}</Pill>
    </Link>
  );
}

function Uses({ tag }: { tag: TagRow }) {
  if (tag.used_by.length === 0) return <span className="muted">–</span>;
  const where = (kind: string, id: number) => (kind === "segment" ? `/segments/${id}` : kind === "autotag" ? `/segments/tags/${id}` : null);
  return (
    <ul className="tg-uses">
      {tag.used_by.map((use) => {
        const to = where(use.kind, use.id);
        const words = `${named("ui.tags.use", use.kind)} · ${use.name}`;
        return <li key={`${use.kind}-${use.id}`}>{to ? <Link to={to}>{words}</Link> : words}</li>;
      })}
    </ul>
  );
}
