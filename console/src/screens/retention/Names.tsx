// Who is behind a number: as many rows as it says.
import { Button } from "antd";
import { Link } from "react-router";
import type { RetentionLine, RetentionPerson } from "@/app/types";
import { t } from "@/i18n";
import { day } from "@/i18n/format";
import { useKeysOn } from "@/app/keys";
import { Dialog, EmptyState, Load, Pill, Skeleton } from "@/ui";
import { useNames } from "./data";
import type { Asked, View } from "./model/view";
import { cellName, count, lineName, span } from "./words";

interface NamesProps {
  view: View;
  asked: Asked;
  /** Days of the screen. */
  first: string;
  last: string;
  /** The line that the number is of; null: everybody. */
  line: RetentionLine | null;
  close: () => void;
}

export function Names({ view, asked, first, last, line, close }: NamesProps) {
  const query = useNames(view, asked, first, last);
  const people = query.data?.pages.flatMap((page) => page.items);
  const total = query.data?.pages[0]?.total;
  const where = asked.key === null ? "" : asked.key === "none" ? t("ui.retention.row.without", { slice: t(`ui.retention.slice.${view.slice}`) }) : line ? lineName(line, view.slice) : "";
  const stock = asked.cell === "retained";
  const when = stock ? t("ui.retention.at_end", { day: day(asked.last ?? last) }) : span(asked.first ?? first, asked.last ?? last);
  return (
    <Dialog open onClose={close} width={620} title={[cellName(asked.cell), where].filter(Boolean).join(" · ")}
      footer={<><span className="muted spread">{total === undefined ? "" : t("ui.retention.names.total", { n: count(total), shown: count(people?.length ?? 0) })}</span>
        {query.hasNextPage && <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("ui.act.more")}</Button>}
        <Button onClick={close}>{t("ui.act.close")}</Button></>}>
      <p className="muted">{when}</p>
      <Load query={query} what={t("ui.retention.names.failed")} skeleton={<Skeleton rows={10} />}>
        {() => !people?.length ? <EmptyState kind={stock ? "nothing" : "done"} compact title={t("ui.retention.names.none")} /> : <People people={people} stock={stock} cell={asked.cell} />}
      </Load>
    </Dialog>
  );
}

function People({ people, stock, cell }: { people: RetentionPerson[]; stock: boolean; cell: Asked["cell"] }) {
  const on = useKeysOn();
  const walk = (event: React.KeyboardEvent<HTMLOListElement>) => {
    const by = { j: 1, k: -1 }[event.key];
    if (!by || !on || event.nativeEvent.isComposing) return;
    const links = [...event.currentTarget.querySelectorAll("a")];
    links[Math.max(0, links.indexOf(document.activeElement as HTMLAnchorElement) + by)]?.focus();
  };
  const mixed = cell === "inflow" || cell === "evaporation";
  return (
    <ol className="rt-people" onKeyDown={walk}>
      {people.map((one) => (
        <li key={`${one.customer_id}-${one.day}-${one.cell}`}>
          <Link to={`/customers/${one.customer_id}`}>{one.name?.trim() || t("ui.retention.person", { id: one.customer_id })}</Link>
          {mixed && <Pill tone={cell === "inflow" ? "alive" : "dead"}>{cellName(one.cell)}</Pill>}
          <span className="muted">{one.staff ? t("ui.retention.with", { name: one.staff }) : t("ui.retention.with.none")}</span>
          <span className="muted num">{stock ? t("ui.retention.since", { day: day(one.day) }) : day(one.day)}</span>
        </li>
      ))}
    </ol>
  );
}
