// A native modal dialog: focus stays inside and goes back, Esc closes, the rest of the page is inert.
import { type ReactNode, useEffect, useId, useRef } from "react";
import { t } from "@/i18n";
import { Icon } from "./icons";

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  /** Buttons; the last is the act. */
  footer?: ReactNode;
  width?: number;
  /** Only the button closes it: for what is shown once and never again. */
  sticky?: boolean;
  className?: string;
}

export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ onClose, title, children, footer, width = 520, sticky, className }: Omit<DialogProps, "open">) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    if (!sticky) first(box.current)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [sticky]);
  return (
    <dialog ref={box} className={`dialog ${className ?? ""}`} aria-labelledby={id} style={{ width }}
      onCancel={(event) => { event.preventDefault(); if (!sticky) onClose(); }}
      onClose={() => { if (sticky) box.current?.showModal(); else onClose(); }}
      onKeyDown={(event) => { if (sticky && event.key === "Escape") event.preventDefault(); }}
      onMouseDown={(event) => { if (!sticky && event.target === box.current) onClose(); }}>
      <div className="dialog-in">
        <header className="dialog-head">
          <h2 id={id}>{title}</h2>
          {!sticky && (
            <button type="button" className="icon-button" aria-label={t("ui.act.close")} onClick={onClose}>
              <Icon name="close" />
            </button>
          )}
        </header>
        <div className="dialog-body">{children}</div>
        {footer && <footer className="dialog-foot">{footer}</footer>}
      </div>
    </dialog>
  );
}

/** Where the focus begins: the first field, else the act, unless it is a dangerous one (Enter may still be held). */
function first(box: HTMLElement | null): HTMLElement | null | undefined {
  return (
    box?.querySelector<HTMLElement>(".dialog-body :is(input, textarea):not([type=hidden], [tabindex='-1'], :disabled)") ??
    box?.querySelector<HTMLElement>(".dialog-foot .ant-btn-primary:not(.ant-btn-dangerous, :disabled)") ??
    box?.querySelector<HTMLElement>(".dialog-foot button:not(:disabled)")
  );
}
