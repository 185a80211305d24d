// Files from anywhere on the page: dropped, or pasted. A pasted text becomes a file: that is how QQ gives a chat away.
import { useEffect, useRef, useState } from "react";
import { t } from "@/i18n";
import { type Found, fromDrop, fromList } from "./model/gather";

const hasFiles = (event: DragEvent) => !!event.dataTransfer?.types.includes("Files");
const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** `take`: what came in. Returns whether something hangs over the page now. */
export function useIntake(take: (found: Found[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    let depth = 0; // enter and leave come for every element on the way
    const hang = (change: number) => {
      depth = Math.max(0, depth + change);
      setOver(depth > 0);
    };
    addEventListener("dragenter", (event) => { if (hasFiles(event)) hang(1); }, { signal });
    addEventListener("dragleave", (event) => { if (hasFiles(event)) hang(-1); }, { signal });
    addEventListener("dragover", (event) => { if (hasFiles(event)) event.preventDefault(); }, { signal });
    addEventListener("drop", (event) => {
      hang(-Infinity);
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      void fromDrop(event.dataTransfer).then((found) => latest.current(found));
    }, { signal });
    addEventListener("paste", (event) => {
      if (inField(event.target) || !event.clipboardData) return;
      const found = fromList(event.clipboardData.files);
      const text = event.clipboardData.getData("text/plain");
      if (found.length === 0 && text.trim()) found.push(pasted(text));
      if (found.length > 0) latest.current(found);
    }, { signal });
    return () => ending.abort();
  }, []);
  return over;
}

export function pasted(text: string): Found {
  const file = new File([text], `${t("ui.import.pasted")}.txt`, { lastModified: 0 });
  return { path: file.name, file };
}
