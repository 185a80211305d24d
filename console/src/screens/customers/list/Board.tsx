// The list with its tools: search, filters, table or cards, bulk bar.
import { Button } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useRowKeys } from "@/app/rowKeys";
import { useCan, usePreference } from "@/app/session";
import type { CustomerRow } from "@/app/types";
import { t } from "@/i18n";
import { allOrNone, EMPTY, flipped, ranged, type Selection, within } from "@/screens/checkup/model/selection";
import { PHONE, useMedia } from "@/screens/checkup/useMedia";
import { useText } from "@/screens/checkup/useText";
import { EmptyState, ErrorState, Skeleton } from "@/ui";
import { useActs } from "../acts/useActs";
import { useCustomers } from "../data";
import { columnsOf } from "../model/columns";
import { filtered, NO_FILTERS, type View } from "../model/view";
import { personPath } from "../paths";
import type { Change } from "../useView";
import { BulkBar } from "./BulkBar";
import { Cards } from "./Cards";
import { Chips } from "./Chips";
import { Grid } from "./Grid";
import { Summary } from "./Summary";
import { Toolbar } from "./Toolbar";

const NONE: CustomerRow[] = [];

export function Board({ view, change }: { view: View; change: Change }) {
  const mayEdit = useCan("customers.edit");
  const narrow = useMedia(PHONE);
  const navigate = useNavigate();
  const [stored, storeColumns] = usePreference<unknown>("customers.columns", null);
  const columns = useMemo(() => columnsOf(stored), [stored]);
  const text = useText(view.q, useCallback((q: string) => change({ q }), [change]));
  const list = useCustomers(view, view.q);
  const rows = list.rows ?? NONE;
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const search = useRef<HTMLInputElement>(null);
  const [active, setActive] = useState(0);
  const [moved, setMoved] = useState(0);
  const [chosen, setChosen] = useState<Selection>(EMPTY);
  const [anchor, setAnchor] = useState<string | null>(null);
  useEffect(() => setChosen((old) => within(old, ids)), [ids]);
  const clear = () => setChosen(EMPTY);
  const [ask, actWindow] = useActs(clear);
  const at = Math.min(active, Math.max(0, rows.length - 1));
  const chosenRows = useMemo(() => rows.filter((row) => chosen.has(row.id)), [rows, chosen]);

  const choose = (row: CustomerRow, range: boolean) => {
    setChosen((old) => (range ? ranged(old, ids, anchor, row.id) : flipped(old, row.id)));
    setAnchor(row.id);
  };
  const chooser = useRef(choose);
  chooser.current = choose;
  const onChoose = useCallback((row: CustomerRow, range: boolean) => chooser.current(row, range), []);
  const onOpen = useCallback((row: CustomerRow) => void navigate(personPath(row.id)), [navigate]);
  const { hasNextPage, isFetching, isError, fetchNextPage } = list;
  const more = useCallback(() => { if (hasNextPage && !isFetching && !isError) void fetchNextPage(); }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const goTo = (index: number) => {
    setActive(Math.max(0, Math.min(rows.length - 1, index)));
    setMoved((count) => count + 1);
  };
  useRowKeys("customers", {
    rows, active: at, to: goTo, step: (by) => goTo(at + (moved === 0 && by > 0 ? 0 : by)), search, open: onOpen, back: clear,
    choose: (row) => { if (mayEdit) choose(row, false); },
    act: { label: t("ui.customers.keys.tag"), run: (row) => { if (mayEdit) ask("tag", chosenRows.length ? chosenRows : [row]); } },
  }, !narrow);

  return (
    <>
      <Summary view={view} change={change} ready={list.rows !== undefined} />
      <div className="cu-bar">
        <Toolbar view={view} change={change} text={text} search={search} found={list.rows && list.total} narrow={narrow} columns={columns} onColumns={storeColumns} />
        <Chips view={view} change={change} clear={() => text.set("")} />
      </div>
      {!list.rows ? (
        list.error ? <ErrorState error={list.error} what={t("ui.customers.failed")} retry={() => void list.refetch()} /> : <div className="cu-grid"><Skeleton rows={12} height={520} /></div>
      ) : rows.length === 0 ? <Nothing view={view} clear={() => { text.set(""); change({ ...NO_FILTERS, sort: view.sort }); }} />
        : narrow ? <Cards rows={rows} chosen={chosen} onChoose={mayEdit ? onChoose : null} />
        : <Grid rows={rows} total={list.total} columns={columns} sort={view.sort} onSort={(sort) => change({ sort })} chosen={chosen} onChoose={mayEdit ? onChoose : null}
            onAll={() => setChosen((old) => allOrNone(old, ids))} active={at} onActive={setActive} moved={moved} onOpen={onOpen} more={more} />}
      {list.isFetchNextPageError && <p className="cu-rest" role="status">{t("ui.customers.rest.failed")} <Button size="small" onClick={() => void fetchNextPage()}>{t("ui.act.retry")}</Button></p>}
      {narrow && hasNextPage && !list.isFetchNextPageError && <div className="more"><Button loading={list.isFetchingNextPage} onClick={() => void fetchNextPage()}>{t("ui.act.more")}</Button></div>}
      <BulkBar rows={chosenRows} ask={ask} onClear={clear} narrow={narrow} />
      {actWindow}
    </>
  );
}

function Nothing({ view, clear }: { view: View; clear: () => void }) {
  const mayImport = useCan("imports.run");
  if (filtered(view)) return <EmptyState kind="nothing" title={t("ui.customers.nothing")} text={t("ui.customers.nothing.text")} action={<Button onClick={clear}>{t("ui.act.clear")}</Button>} />;
  return (
    <EmptyState kind="never" title={t("ui.customers.none")} text={t("ui.customers.none.text")}
      action={mayImport && <Link to="/import"><Button type="primary" tabIndex={-1}>{t("ui.customers.none.act")}</Button></Link>} />
  );
}
