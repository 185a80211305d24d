import type { ReactNode } from "react";
import { t } from "@/i18n";
import { Icon } from "@/ui";

export type How = "ok" | "failed" | "waiting" | "todo";

interface StepProps {
  number: number;
  title: string;
  how: How;
  /** What was found, or what to do now. */
  line: ReactNode;
  acts?: ReactNode;
  children?: ReactNode;
}

const ICONS = { ok: "check", failed: "warn" } as const;

/** One step of the set-up: how it stands is a word, a shape and a colour. */
export function Step({ number, title, how, line, acts, children }: StepProps) {
  return (
    <li className={`cn-step cn-${how}`}>
      <span className="cn-mark" aria-hidden="true">{how === "ok" || how === "failed" ? <Icon name={ICONS[how]} size={14} /> : number}</span>
      <div className="cn-step-in">
        <div className="row">
          <h2>{title}</h2>
          <span className="cn-how">{t(`ui.connections.how.${how}`)}</span>
          <span className="spread" />
          {acts}
        </div>
        <div className="cn-line" role="status">{line}</div>
        {children}
      </div>
    </li>
  );
}
