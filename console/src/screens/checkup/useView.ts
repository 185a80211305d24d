// The view in the address, and ways to change it. A change of filters replaces the entry; opening a group adds one.
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { readView, type View, writeView } from "./model/view";

export type Change = (change: Partial<View> | ((view: View) => Partial<View>), step?: boolean) => void;

export function useView(): [View, Change] {
  const [address, setAddress] = useSearchParams();
  const view = useMemo(() => readView(address), [address]);
  const change = useCallback<Change>(
    (wanted, step = false) =>
      setAddress(
        (before) => {
          const was = readView(before);
          return writeView({ ...was, ...(typeof wanted === "function" ? wanted(was) : wanted) });
        },
        { replace: !step, preventScrollReset: true },
      ),
    [setAddress],
  );
  return [view, change];
}
