// Who is in, as of the last sweep; found by a part of the name.
import { Button, Input } from "antd";
import { Link, useSearchParams } from "react-router";
import type { SegmentMember } from "@/app/types";
import { t } from "@/i18n";
import { day, dayOf } from "@/i18n/format";
import { useText } from "@/screens/checkup/useText";
import { type Column, DataTable, EmptyState, ErrorState, Icon, Skeleton } from "@/ui";
import { useMembers } from "../data";
import { NewGroups } from "./NewGroups";

export function Members({ id, swept }: { id: number; swept: boolean }) {
  const [address, setAddress] = useSearchParams();
  const q = address.get("q") ?? "";
  const text = useText(q, (next) => setAddress((old) => { if (next) old.set("q", next); else old.delete("q"); return old; }, { replace: true }));
  const found = useMembers(id, q.trim());
  const rows = found.data?.pages.flatMap((page) => page.items);
  const columns: Column<SegmentMember>[] = [
    { key: "name", label: t("ui.segments.members.name"), head: true, render: (one) => <Link to={`/customers/${one.id}`}>{one.name ?? t("ui.segments.nameless", { id: one.id })}</Link> },
    { key: "since", label: t("ui.segments.members.since"), render: (one) => (one.since_at === null ? "–" : day(dayOf(one.since_at))) },
  ];
  return (
    <div className="stack">
      <NewGroups id={id} />
      <div className="row sg-bar">
        <Input data-filter allowClear={{ clearIcon: <><Icon name="close" size={12} /><span className="hidden-text">{t("ui.act.clear")}</span></> }} className="filter" prefix={<Icon name="search" size={14} />} aria-label={t("ui.segments.members.find")} placeholder={t("ui.segments.members.find")} {...text.field} />
      </div>
      {found.error && !rows ? <ErrorState error={found.error} what={t("ui.segments.failed.members")} retry={() => void found.refetch()} />
        : !rows ? <div className="data-wrap"><Skeleton rows={8} /></div>
        : rows.length === 0 && q ? <EmptyState kind="nothing" title={t("ui.segments.members.nothing", { q })} action={<Button onClick={() => text.set("")}>{t("ui.act.clear")}</Button>} />
        : rows.length === 0 ? <EmptyState kind={swept ? "nothing" : "never"} title={t(swept ? "ui.segments.members.empty" : "ui.segments.swept.soon")} text={t(swept ? "ui.segments.members.empty.text" : "ui.segments.members.soon.text")} />
        : (
          <>
            <DataTable caption={t("ui.segments.tab.members")} columns={columns} rows={rows} rowKey={(one) => one.id} />
            {found.hasNextPage && <div className="more"><Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
          </>
        )}
    </div>
  );
}
