import { type ReactNode, useEffect, useRef } from "react";
import { useCrumb } from "@/app/crumbs";
import { t } from "@/i18n";

export interface PageProps {
  /** The screen's name: heading, tab and last breadcrumb. */
  title: string;
  /** Beside the title: a date, a count. */
  note?: ReactNode;
  /** Right of it: buttons. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of a screen. The heading takes the focus, so that a change of screen is heard. */
export function Page({ title, note, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useCrumb(title);
  useEffect(() => {
    document.title = `${title} · ${t("ui.brand")}`;
  }, [title]);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="page">
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {note && <span className="muted">{note}</span>}
        <span className="spread" />
        {actions && <div className="page-acts">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
