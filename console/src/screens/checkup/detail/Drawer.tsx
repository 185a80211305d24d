// A group beside the list: pushes the table where there is room, lies over it where there is none.
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Link } from "react-router";
import { isTyping, useKeysOn } from "@/app/keys";
import { t } from "@/i18n";
import { Icon } from "@/ui";
import { groupPath } from "../paths";

interface DrawerProps {
  id: string;
  name: string;
  line: string;
  /** Beside the table, not over it. */
  push: boolean;
  /** Counts up when the keyboard asked to go in. */
  entered: number;
  onClose: () => void;
  /** It is off the page after it was stepped on: the list can put the focus on its row. */
  onGone: () => void;
  onStep: ((by: number) => void) | null;
  children: ReactNode;
}

export function Drawer(props: DrawerProps) {
  return props.push ? <Pushed {...props} /> : <Laid {...props} />;
}

function Pushed(props: DrawerProps) {
  const { id, entered, onClose } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const box = useRef<HTMLElement>(null);
  const title = useId();
  useEffect(() => { if (entered > 0) heading.current?.focus(); }, [entered]);
  useEffect(() => { if (box.current) box.current.scrollTop = 0; }, [id]);
  return (
    <aside ref={box} className="cu-drawer cu-push" aria-labelledby={title}
      onKeyDown={(event) => { if (event.key === "Escape" && !event.defaultPrevented) { event.stopPropagation(); onClose(); } }}>
      <DrawerHead {...props} title={title} heading={heading} />
      {props.children}
    </aside>
  );
}

/** Native and modal: the focus stays inside, Esc closes it, the row gets the focus back. */
function Laid(props: DrawerProps) {
  const { id, onClose, onStep } = props;
  const on = useKeysOn();
  const box = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const title = useId();
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const before = document.activeElement;
    const first = latest.current.id;
    box.current?.showModal();
    heading.current?.focus();
    return () => {
      if (latest.current.id !== first) latest.current.onGone();
      else if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => { if (box.current) box.current.scrollTop = 0; }, [id]);
  return (
    <dialog ref={box} className="cu-drawer cu-laid" aria-labelledby={title} onCancel={(event) => { event.preventDefault(); onClose(); }}
      onMouseDown={(event) => { if (event.target === box.current) onClose(); }}
      onKeyDown={(event) => {
        const by = { j: 1, k: -1 }[event.key]; // the list's own keys rest while a dialog is open
        if (by && on && onStep && !event.nativeEvent.isComposing && !isTyping(event.target as Element)) onStep(by);
      }}>
      <div className="cu-drawer-in">
        <DrawerHead {...props} title={title} heading={heading} />
        {props.children}
      </div>
    </dialog>
  );
}

function DrawerHead({ id, name, line, title, heading, onClose, onStep }: DrawerProps & { title: string; heading: React.RefObject<HTMLHeadingElement | null> }) {
  return (
    <header className="cu-drawer-head">
      <div className="spread">
        <h2 id={title} ref={heading} tabIndex={-1} className="ellipsis" title={name}>{name}</h2>
        <p className="muted ellipsis">{line}</p>
      </div>
      {onStep && <button type="button" className="icon-button up" aria-label={t("ui.checkup.previous")} title={t("ui.checkup.previous")} onClick={() => onStep(-1)}><Icon name="down" /></button>}
      {onStep && <button type="button" className="icon-button" aria-label={t("ui.checkup.next")} title={t("ui.checkup.next")} onClick={() => onStep(1)}><Icon name="down" /></button>}
      <Link className="icon-button" to={groupPath(id)} aria-label={t("ui.checkup.page")} title={t("ui.checkup.page")}><Icon name="hand" /></Link>
      <button type="button" className="icon-button" aria-label={t("ui.act.close")} title={t("ui.act.close")} onClick={onClose}><Icon name="close" /></button>
    </header>
  );
}
