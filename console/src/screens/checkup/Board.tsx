// The list with its tools: saved views, filters, table or cards or map, drawer, bulk bar.
import { useCallback, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useRowKeys } from "@/app/rowKeys";
import { useCan, usePreference, useSession } from "@/app/session";
import type { GroupRow } from "@/app/types";
import { t } from "@/i18n";
import { Button } from "antd";
import { EmptyState, ErrorState } from "@/ui";
import { BulkBar } from "./acts/BulkBar";
import { useActs } from "./acts/useActs";
import type { useRows } from "./data";
import { Drawer } from "./detail/Drawer";
import { Loaded } from "./detail/Loaded";
import { Chips } from "./filters/Chips";
import { Toolbar } from "./filters/Toolbar";
import { Views } from "./filters/Views";
import { GroupMap } from "./map/Map";
import { columnsOf } from "./model/columns";
import { nextOrder } from "./model/sort";
import { filtered, NO_FILTERS, type View } from "./model/view";
import { Bones } from "./Parts";
import { groupPath } from "./paths";
import { Cards } from "./table/Cards";
import { Grid } from "./table/Grid";
import { useBoard } from "./useBoard";
import { PHONE, useMedia, WIDE } from "./useMedia";
import { useText } from "./useText";
import type { Change } from "./useView";

interface BoardProps {
  view: View;
  change: Change;
  list: ReturnType<typeof useRows>;
  alive: number;
}

export function Board({ view, change, list, alive }: BoardProps) {
  const { user } = useSession();
  const me = user.staff_name ?? (user.role === "operator" ? user.name : null);
  const mayAct = useCan("advice.act");
  const [narrow, wide] = [useMedia(PHONE), useMedia(WIDE)];
  const [stored, storeColumns] = usePreference<unknown>("checkup.columns", null);
  const columns = useMemo(() => columnsOf(stored), [stored]);
  const text = useText(view.q, useCallback((q: string) => change({ q }), [change]));
  const board = useBoard(list.rows, view, text.meant, me);
  const { found, selection } = board;
  const search = useRef<HTMLInputElement>(null);
  const [active, setActive] = useState(0);
  const [moved, setMoved] = useState(0);
  const [entered, setEntered] = useState(0);
  const [ask, actWindow] = useActs(board.clear);
  const at = Math.min(active, Math.max(0, found.length - 1));
  const opened = view.group === null ? undefined : list.rows?.find((row) => row.id === view.group);

  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(found.length - 1, index));
    setActive(next);
    setMoved((count) => count + 1);
    const row = found[next];
    if (view.group !== null && row) change({ group: row.id });
  };
  const open = useCallback((row: GroupRow, index: number, enter: boolean) => {
    setActive(index);
    if (enter) setEntered((count) => count + 1);
    change((was) => ({ group: !enter && was.group === row.id ? null : row.id }), view.group === null);
  }, [change, view.group]);
  const navigate = useNavigate();
  const openId = useCallback((id: string) => {
    if (narrow) void navigate(groupPath(id));
    else change({ group: id }, view.group === null);
  }, [change, view.group, narrow, navigate]);
  const close = () => {
    change({ group: null });
    setTimeout(() => setMoved((count) => count + 1)); // when the drawer is gone, the row takes the focus
  };
  useRowKeys("checkup", {
    rows: found, active: at, to: goTo, step: (by) => goTo(at + (moved === 0 && by > 0 && view.group === null ? 0 : by)), search,
    open: (row) => open(row, at, true),
    peek: { label: t("ui.checkup.keys.peek"), run: (row) => open(row, at, false) },
    choose: (row) => board.choose(row, false),
    act: { label: t("ui.checkup.keys.act"), run: (row) => { if (mayAct) ask("accept", board.chosenRows.length ? board.chosenRows : [row]); } },
    back: () => (view.group === null ? board.clear() : close()),
  }, !narrow && view.shape === "table");

  const onAct = useRef(ask);
  onAct.current = ask;
  const tools = useMemo(() => ({ sparkMax: board.sparkMax, mayAct, onAct: (row: GroupRow) => onAct.current("accept", [row]) }), [board.sparkMax, mayAct]);
  const chooser = useRef(board.choose);
  chooser.current = board.choose;
  const onChoose = useCallback((row: GroupRow, _: number, range: boolean) => chooser.current(row, range), []);
  const onPress = useCallback((row: GroupRow, index: number) => { setMoved((count) => Math.max(1, count)); open(row, index, false); }, [open]);

  if (!list.rows) return list.error ? <ErrorState error={list.error} what={t("ui.checkup.rows.failed")} retry={() => void list.refetch()} /> : <Bones />;
  const drawer = !narrow && view.group !== null;
  return (
    <>
      <div className="cu-bar">
        <Views view={view} change={change} all={board.index} me={me} />
        <Toolbar view={view} change={change} text={text} search={search} all={board.index} me={me} found={found.length} narrow={narrow}
          columns={columns.map((column) => column.id)} onColumns={storeColumns} />
        <Chips view={view} change={change} />
      </div>
      <div className={drawer && wide ? "cu-split" : "cu-whole"}>
        <div className="cu-main">
          {found.length === 0 ? <Nothing view={view} change={change} clear={() => text.set("")} />
            : view.shape === "map" ? <GroupMap rows={found} view={view} change={change} chosen={selection} onChosen={board.chooseThese} onOpen={openId} alive={alive} />
            : narrow ? <Cards rows={found} chosen={selection} onChoose={onChoose} sparkMax={board.sparkMax} mayAct={mayAct} />
            : <Grid rows={found} columns={columns} order={view.order} onOrder={(by) => change((was) => ({ order: nextOrder(was.order, by) }))}
                chosen={selection} onChoose={onChoose} onAll={board.chooseAll} active={at} onActive={setActive} moved={moved}
                open={view.group} onPress={onPress} tools={tools} />}
          {list.isFetchNextPageError && <p className="cu-rest" role="status">{t("ui.checkup.rest.failed")} <Button size="small" onClick={() => void list.fetchNextPage()}>{t("ui.act.retry")}</Button></p>}
          <BulkBar rows={board.chosenRows} mayAct={mayAct} ask={ask} onClear={board.clear} narrow={narrow} />
        </div>
        {drawer && view.group !== null && (
          <Drawer id={view.group} push={wide} entered={entered} name={opened?.name ?? ""} line={[opened?.line, opened?.owner].filter(Boolean).join(" · ")}
            onClose={close} onGone={() => setMoved((count) => count + 1)} onStep={view.shape === "table" ? (by) => goTo(at + by) : null}>
            <Loaded id={view.group} row={opened} mayAct={mayAct} ask={ask} onOpen={openId} />
          </Drawer>
        )}
      </div>
      {actWindow}
    </>
  );
}

function Nothing({ view, change, clear }: { view: View; change: Change; clear: () => void }) {
  if (!filtered(view)) return <EmptyState kind="done" title={t("ui.checkup.none")} text={t("ui.checkup.none.text")} />;
  const done = view.decision.includes("none") && view.advice.length > 0 && !view.q;
  return (
    <EmptyState kind={done ? "done" : "nothing"} title={t(done ? "ui.checkup.all_decided" : "report.none")}
      text={done ? t("ui.checkup.all_decided.text") : undefined}
      action={<Button onClick={() => { clear(); change(NO_FILTERS); }}>{t("report.clear")}</Button>} />
  );
}
