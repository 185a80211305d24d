import type { ReactNode } from "react";

export interface Part {
  key: string;
  label: string;
  value: number;
  /** A CSS colour. */
  fill: string;
  onPress?: () => void;
  pressed?: boolean;
}

export interface VerdictProps {
  /** The one sentence. */
  sentence: ReactNode;
  /** What it is made of: a proportional bar with its legend; a part may be pressed to filter by it. */
  parts?: Part[];
  /** Said of the bar as a whole, for those who cannot see it. */
  partsLabel?: string;
  /** More, to the right or below. */
  aside?: ReactNode;
}

/** The top of a screen: what is the case, readable in a second. */
export function Verdict({ sentence, parts, partsLabel, aside }: VerdictProps) {
  return (
    <section className="verdict">
      <div className="verdict-main">
        <p className="verdict-sentence">{sentence}</p>
        {parts && parts.length > 0 && <Parts parts={parts} label={partsLabel ?? ""} />}
      </div>
      {aside && <div className="verdict-aside">{aside}</div>}
    </section>
  );
}

export function Parts({ parts, label }: { parts: Part[]; label: string }) {
  const shown = parts.filter((part) => part.value > 0);
  return (
    <div className="parts">
      <div className="parts-bar" role="img" aria-label={`${label} ${shown.map((one) => `${one.label} ${one.value}`).join(" · ")}`}>
        {shown.map((part) => (
          <span key={part.key} style={{ flexGrow: part.value, background: part.fill }} />
        ))}
      </div>
      <div className="parts-legend">
        {parts.map((part) => {
          const words = <><i style={{ background: part.fill }} />{part.label} <b>{part.value.toLocaleString("en-US")}</b></>;
          return part.onPress ? (
            <button key={part.key} type="button" aria-pressed={part.pressed ?? false} onClick={part.onPress}>{words}</button>
          ) : (
            <span key={part.key}>{words}</span>
          );
        })}
      </div>
    </div>
  );
}
