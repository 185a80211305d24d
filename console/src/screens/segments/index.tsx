// /segments: every segment with how many are in it, what moved, who uses it and what is wrong.
import { Button, Input, Select } from "antd";
import { useEffect, useMemo, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useCommands } from "@/app/commands";
import { useKeys } from "@/app/keys";
import { useCan } from "@/app/session";
import type { SegmentRow } from "@/app/types";
import { named, t, tk } from "@/i18n";
import { useText } from "@/screens/checkup/useText";
import { EmptyState, Icon, Load, Page, Skeleton } from "@/ui";
import { useSegments, useStarters } from "./data";
import { useActs } from "./list/acts";
import { chosenRows, SORTS, type Sort } from "./list/rows";
import { Rows } from "./list/Rows";
import { Strip } from "./list/Strip";
import { UploadDialog } from "./list/Upload";
import "./segments.css";

export default function Segments() {
  const query = useSegments();
  const may = useCan("segments.edit");
  const navigate = useNavigate();
  const [uploading, setUploading] = useState(false);
  useCommands(may ? [{ id: "act:segment", kind: "act", label: t("ui.segments.new"), words: t("ui.nav.segments.words"), run: () => void navigate("/segments/new") }] : []);
  useKeys(may ? [{ keys: "c", label: t("ui.segments.new"), group: t("ui.segments.title"), run: () => void navigate("/segments/new") }] : []);
  return (
    <Page title={t("ui.segments.title")} actions={may && (
      <>
        <Button onClick={() => setUploading(true)}>{t("ui.segments.upload")}</Button>
        <Button type="primary" onClick={() => void navigate("/segments/new")}>{t("ui.segments.new")}</Button>
      </>
    )}>
      <Load query={query} what={t("ui.segments.failed")} skeleton={<><div className="verdict"><Skeleton rows={2} /></div><div className="data-wrap"><Skeleton rows={8} height={420} /></div></>}>
        {(rows) => (rows.length === 0 ? <Never may={may} /> : <List rows={rows} may={may} />)}
      </Load>
      {uploading && <UploadDialog onClose={() => setUploading(false)} />}
    </Page>
  );
}

function List({ rows, may }: { rows: SegmentRow[]; may: boolean }) {
  const [address, setAddress] = useSearchParams();
  const navigate = useNavigate();
  const acts = useActs(() => undefined);
  const put = (name: string, value: string) => setAddress((old) => { if (value) old.set(name, value); else old.delete(name); return old; }, { replace: true });
  const text = useText(address.get("q") ?? "", (q) => put("q", q));
  const kind = address.get("kind") ?? "";
  const sort = SORTS.find((one) => one === address.get("sort")) ?? "name";
  const shown = useMemo(() => chosenRows(rows, { text: text.meant, kind, sort }), [rows, text.meant, kind, sort]);
  const [active, setActive] = useState(-1);
  useEffect(() => setActive((now) => Math.min(now, shown.length - 1)), [shown.length]);
  const step = (by: number) => setActive((now) => Math.max(0, Math.min(shown.length - 1, now + by)));
  const group = t("ui.segments.title");
  useKeys([
    { keys: "j", label: t("ui.segments.keys.next"), group, run: () => step(1) },
    { keys: "k", label: t("ui.segments.keys.previous"), group, run: () => step(-1) },
    { keys: "enter", label: t("ui.segments.keys.open"), group, run: () => { const row = shown[active]; if (row) void navigate(`/segments/${row.id}`); } },
    { keys: "escape", run: () => { if (active >= 0) setActive(-1); else { text.set(""); put("kind", ""); } } },
  ]);
  return (
    <>
      <Strip rows={rows} kind={kind} choose={(one) => put("kind", one === kind ? "" : one)} />
      <div className="row sg-bar">
        <Input data-filter allowClear={{ clearIcon: <><Icon name="close" size={12} /><span className="hidden-text">{t("ui.act.clear")}</span></> }} className="filter" prefix={<Icon name="search" size={14} />} aria-label={t("ui.segments.find")} placeholder={t("ui.segments.find")} {...text.field} />
        <Select className="sg-sort" aria-label={t("ui.segments.sort")} value={sort} onChange={(one: Sort) => put("sort", one === "name" ? "" : one)} options={SORTS.map((one) => ({ value: one, label: t(`ui.segments.sort.${one}`) }))} />
        <span className="spread" />
        <span className="muted" aria-live="polite">{t("ui.segments.shown", { n: shown.length })}</span>
      </div>
      {shown.length > 0 ? <Rows rows={shown} active={active} items={acts.items} />
        : <EmptyState kind="nothing" title={t("ui.segments.nothing")} text={t("ui.segments.nothing.text")} action={<Button onClick={() => { text.set(""); put("kind", ""); }}>{t("ui.act.clear")}</Button>} />}
      {may && <Starters title={t("ui.segments.starters")} />}
      {acts.dialog}
    </>
  );
}

function Never({ may }: { may: boolean }) {
  return (
    <>
      <EmptyState kind="never" title={t("ui.segments.never")} text={t(may ? "ui.segments.never.text" : "ui.segments.never.read")}
        action={may && <Link className="ant-btn ant-btn-primary sg-link-button" to="/segments/new">{t("ui.segments.new")}</Link>} />
      {may && <Starters title={t("ui.segments.starters.first")} />}
    </>
  );
}

/** Beginnings that most shops need. */
function Starters({ title }: { title: string }) {
  const found = useStarters();
  if (!found.data?.length) return null; // nothing is lost without them
  return (
    <section className="sg-starters" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {found.data.map((one) => (
          <li key={one.code}>
            <Link to={`/segments/new?from=${one.code}`} className="sg-starter">
              <strong>{named("starter", one.code)}</strong>
              <span className="muted">{tk(`starter.${one.code}.about`, {}, "")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

