import { useEffect, useRef, useSyncExternalStore } from "react";
import { t } from "@/i18n";
import { Icon } from "./icons";
import { dismiss, onToasts, toasts } from "./toast";

/** In the top layer (a popover), so that a drawer or dialog never hides an undo. */
export function Toasts() {
  const list = useSyncExternalStore(onToasts, toasts);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current?.isConnected) return;
    box.current.togglePopover(false);
    if (list.length) box.current.togglePopover(true);
  }, [list]);
  return (
    <div ref={box} className="toasts" popover="manual" role="status" aria-live="polite">
      {list.map((one) => (
        <div key={one.id} className={`toast toast-${one.tone ?? "plain"}`}>
          {one.tone === "danger" && <Icon name="warn" />}
          <span className="spread">{one.text}</span>
          {one.action && (
            <button type="button" className="toast-act" onClick={() => { dismiss(one.id); one.action?.run(); }}>
              {one.action.label}
            </button>
          )}
          <button type="button" className="icon-button" aria-label={t("ui.act.close")} onClick={() => dismiss(one.id)}>
            <Icon name="close" size={12} />
          </button>
        </div>
      ))}
    </div>
  );
}
