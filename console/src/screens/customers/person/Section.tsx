import type { ReactNode } from "react";

interface SectionProps {
  id: string;
  title: ReactNode;
  /** Beside the title: a button. */
  act?: ReactNode;
  /** Beside the title: a number. */
  count?: ReactNode;
  children: ReactNode;
}

/** One part of the page: a card with its heading. */
export function Section({ id, title, act, count, children }: SectionProps) {
  return (
    <section className="card cs-section" id={id} aria-labelledby={`${id}-title`}>
      <header className="cs-section-head">
        <h2 id={`${id}-title`}>{title}{count !== undefined && <small className="muted"> {count}</small>}</h2>
        <span className="spread" />
        {act}
      </header>
      {children}
    </section>
  );
}

/** Nothing there: one quiet line, which says what would stand here. */
export function Nothing({ children }: { children: ReactNode }) {
  return <p className="muted cs-nothing">{children}</p>;
}
