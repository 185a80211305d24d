// Which rows are in sight, for a list that scrolls in its own box or with the page.
import { type RefObject, useLayoutEffect, useState } from "react";
import { type Slice, slice } from "../model/scale";

/** `body`: the element that has the height of all rows. `scroller`: null for the page. */
export function useSlice(
  body: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null> | null, row: number, count: number,
): Slice {
  const [seen, setSeen] = useState<Slice>({ from: 0, to: Math.min(count, 40) });
  useLayoutEffect(() => {
    const list = body.current;
    if (!list) return;
    const box = scroller?.current;
    let asked = 0;
    const look = () => {
      asked = 0;
      const edge = box?.getBoundingClientRect().top ?? 0;
      const top = Math.max(0, edge - list.getBoundingClientRect().top);
      const next = slice(top, box?.clientHeight ?? innerHeight, row, count);
      setSeen((old) => (old.from === next.from && old.to === next.to ? old : next));
    };
    const soon = () => { asked ||= requestAnimationFrame(look); };
    look();
    const source: EventTarget = box ?? window;
    source.addEventListener("scroll", soon, { passive: true });
    window.addEventListener("resize", soon);
    const watch = new ResizeObserver(soon);
    watch.observe(box ?? list);
    return () => {
      source.removeEventListener("scroll", soon);
      window.removeEventListener("resize", soon);
      watch.disconnect();
      cancelAnimationFrame(asked);
    };
  }, [body, scroller, row, count]);
  return { from: Math.min(seen.from, count), to: Math.min(seen.to, count) };
}
