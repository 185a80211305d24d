// A small window at its button: native popover (light dismiss, Esc, top layer), placed by us.
import { type ReactNode, useId, useRef, useState } from "react";

export interface PopProps {
  /** What the button shows. */
  trigger: ReactNode;
  /** The button's name where it shows no words. */
  label?: string;
  className?: string;
  panelClass?: string;
  align?: "start" | "end";
  role?: "menu" | "dialog";
  onOpen?: () => void;
  children: ReactNode | ((close: () => void) => ReactNode);
}

const GAP = 6;
const EDGE = 8;

export function Pop({ trigger, label, className, panelClass, align = "start", role = "dialog", onOpen, children }: PopProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => panel.current?.hidePopover();

  const place = () => {
    const at = button.current?.getBoundingClientRect();
    const box = panel.current;
    if (!at || !box) return;
    const { offsetWidth: width, offsetHeight: height } = box;
    const left = align === "end" ? at.right - width : at.left;
    const below = at.bottom + GAP + height <= innerHeight - EDGE;
    box.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
    box.style.top = `${below ? at.bottom + GAP : Math.max(EDGE, at.top - GAP - height)}px`;
  };

  return (
    <>
      <button ref={button} type="button" className={className ?? "icon-button"} aria-label={label} title={label}
        aria-haspopup={role} aria-expanded={open} popoverTarget={id}>
        {trigger}
      </button>
      <div ref={panel} id={id} popover="auto" role={role} aria-label={label} className={`pop ${panelClass ?? ""}`}
        onToggle={(event) => {
          const now = event.newState === "open";
          setOpen(now);
          if (!now) return;
          onOpen?.();
          requestAnimationFrame(() => { place(); panel.current?.querySelector<HTMLElement>("[role=menuitem], [autofocus]")?.focus(); });
        }}>
        {open && (typeof children === "function" ? children(close) : children)}
      </div>
    </>
  );
}

export interface MenuItem {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  run: () => void;
}

/** A menu with arrow keys. `null` in the list draws a line. */
export function Menu({ items, ...pop }: Omit<PopProps, "children" | "role"> & { items: (MenuItem | null)[] }) {
  return (
    <Pop {...pop} role="menu" panelClass={`menu ${pop.panelClass ?? ""}`}>
      {(close) => (
        <div onKeyDown={walk}>
          {items.map((item, index) =>
            item === null ? (
              <div key={`line-${items[index - 1]?.id}`} className="menu-line" role="separator" />
            ) : (
              <button key={item.id} type="button" role="menuitem" className={item.danger ? "menu-item danger" : "menu-item"}
                disabled={item.disabled} onClick={() => { close(); item.run(); }}>
                <span className="spread">{item.label}</span>
                {item.hint && <span className="menu-hint">{item.hint}</span>}
              </button>
            ),
          )}
        </div>
      )}
    </Pop>
  );
}

function walk(event: React.KeyboardEvent<HTMLDivElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]:not(:disabled)")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
}
