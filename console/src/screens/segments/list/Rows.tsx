// The list: rows on a desk, cards on a phone.
import { useEffect, useRef } from "react";
import { Link } from "react-router";
import type { SegmentRow } from "@/app/types";
import { t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { Def, Icon, Menu, type MenuItem, Pill } from "@/ui";
import { errorText, KIND_TONES, movedText, sweptText } from "../words";

interface RowsProps { rows: SegmentRow[]; active: number; items: (row: SegmentRow) => (MenuItem | null)[] }

export function Rows({ rows, active, items }: RowsProps) {
  const list = useRef<HTMLTableElement>(null);
  useEffect(() => list.current?.querySelector(".sg-active")?.scrollIntoView({ block: "nearest" }), [active]);
  return (
    <div className="data-wrap">
      <table className="data sg-list" ref={list}>
        <caption className="hidden-text">{t("ui.segments.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("ui.segments.name")}</th>
            <th scope="col">{t("ui.segments.kind")}</th>
            <th scope="col" className="num"><Def k="segment_members">{t("ui.segments.members")}</Def></th>
            <th scope="col" className="num"><Def k="segment_moved">{t("ui.segments.moved")}</Def></th>
            <th scope="col" className="num"><Def k="segment_uses">{t("ui.segments.uses")}</Def></th>
            <th scope="col">{t("ui.segments.swept")}</th>
            <th scope="col"><span className="hidden-text">{t("ui.segments.acts")}</span></th>
          </tr>
        </thead>
        {rows.map((row, n) => <Row key={row.id} row={row} active={n === active} items={items} />)}
      </table>
    </div>
  );
}

function Row({ row, active, items }: { row: SegmentRow; active: boolean; items: RowsProps["items"] }) {
  const error = errorText(row);
  return (
    <tbody className={active ? "sg-active" : undefined}>
      <tr>
        <th scope="row" className="data-head">
          <div className="data-value">
            <Link to={`/segments/${row.id}`} className="sg-name">{row.name}</Link>
            {row.description && <p className="muted sg-sub">{row.description}</p>}
            {error && <p className="sg-fault"><Icon name="warn" size={13} /> {error}</p>}
          </div>
        </th>
        <td><span className="data-label">{t("ui.segments.kind")}</span><div className="data-value"><Pill tone={KIND_TONES[row.kind]}>{t(`ui.segments.kind.${row.kind}`)}</Pill></div></td>
        <td className="num"><span className="data-label">{t("ui.segments.members")}</span><div className="data-value sg-strong">{number(row.members)}</div></td>
        <td className="num"><span className="data-label">{t("ui.segments.moved")}</span><div className="data-value"><Moved row={row} /></div></td>
        <td className="num"><span className="data-label">{t("ui.segments.uses")}</span><div className="data-value">{row.used_by > 0 ? <Link to={`/segments/${row.id}?tab=uses`}>{number(row.used_by)}</Link> : <span className="muted">0</span>}</div></td>
        <td><span className="data-label">{t("ui.segments.swept")}</span><div className="data-value">{sweptText(row)}</div></td>
        <td className="data-acts"><div className="data-value"><Menu align="end" label={t("ui.segments.acts.of", { name: row.name })} trigger={<Icon name="more" />} items={items(row)} /></div></td>
      </tr>
    </tbody>
  );
}

function Moved({ row }: { row: SegmentRow }) {
  if (row.moved_at === null) return <span className="muted">–</span>;
  return <span title={relative(row.moved_at)}>{movedText(row)}</span>;
}
