// J and K go from row to row of a table, to what carries `data-row`; Enter presses what has the focus; / finds.
import type { RefObject } from "react";
import { useKeys } from "@/app/keys";
import { t } from "@/i18n";

export function useRows(box: RefObject<HTMLElement | null>, group: string, back?: () => void): void {
  const step = (by: number) => {
    const stops = [...(box.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const at = stops.findIndex((stop) => stop.closest("tbody, li")?.contains(document.activeElement));
    const next = stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : Math.max(0, Math.min(stops.length - 1, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  useKeys([
    { keys: "j", label: t("ui.retention.keys.next"), group, run: () => step(1) },
    { keys: "k", label: t("ui.retention.keys.previous"), group, run: () => step(-1) },
    { keys: "/", label: t("ui.retention.keys.find"), group, run: () => document.querySelector<HTMLElement>("[data-filter]")?.focus() },
    ...(back ? [{ keys: "escape", label: t("ui.retention.keys.back"), group, run: back }] : []),
  ]);
}
