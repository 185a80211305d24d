// The view in the address, and ways to change it; a change replaces the entry.
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { changed, readView, type View, writeView } from "./model/view";

export type Change = (change: Partial<View>) => void;

export function useView(): [View, Change] {
  const [address, setAddress] = useSearchParams();
  const view = useMemo(() => readView(address), [address]);
  const change = useCallback<Change>(
    (wanted) => setAddress((before) => writeView(changed(readView(before), wanted)), { replace: true, preventScrollReset: true }),
    [setAddress],
  );
  return [view, change];
}
