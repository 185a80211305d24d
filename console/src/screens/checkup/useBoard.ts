// What the list is at this moment: rows found, in order; which are chosen; which one the keyboard is on.
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import type { GroupRow } from "@/app/types";
import { lang, TAG } from "@/i18n";
import { chosen as matching, known } from "./model/filter";
import { allOrNone, EMPTY, flipped, ranged, type Selection, within } from "./model/selection";
import { sharedMax } from "./model/scale";
import { sorted } from "./model/sort";
import type { View } from "./model/view";

const NO_ROWS: GroupRow[] = [];

export function useBoard(all: GroupRow[] | undefined, view: View, q: string, me: string | null) {
  const rows = all ?? NO_ROWS;
  const index = useMemo(() => known(rows), [rows]);
  const wanted = useMemo(() => ({ ...view, q }), [view, q]);
  const late = useDeferredValue(wanted);
  const found = useMemo(() => sorted(matching(index, late, me), late.order, TAG[lang()]), [index, late, me]);
  const ids = useMemo(() => found.map((row) => row.id), [found]);
  const sparkMax = useMemo(() => sharedMax(rows.map((row) => row.spark)), [rows]);

  const [selection, setSelection] = useState<Selection>(EMPTY);
  const [anchor, setAnchor] = useState<string | null>(null);
  useEffect(() => setSelection((old) => within(old, ids)), [ids]);
  const chosenRows = useMemo(() => found.filter((row) => selection.has(row.id)), [found, selection]);

  const choose = (row: GroupRow, range: boolean) => {
    setSelection((old) => (range ? ranged(old, ids, anchor, row.id) : flipped(old, row.id)));
    setAnchor(row.id);
  };
  return {
    index, found, ids, sparkMax, selection, chosenRows, choose,
    chooseAll: () => setSelection((old) => allOrNone(old, ids)),
    chooseThese: (these: string[]) => setSelection(new Set(these)),
    clear: () => setSelection(EMPTY),
  };
}
