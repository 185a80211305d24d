// What a screen shows when it has nothing to show: three kinds of empty, loading, failed.
import type { UseQueryResult } from "@tanstack/react-query";
import { Button } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { ApiProblem, sentence } from "@/app/problem";
import { t } from "@/i18n";
import { Copy } from "./Copy";
import { Icon, type IconName } from "./icons";

export interface EmptyProps {
  /** "never": no data yet, do this first. "nothing": the filter found none. "done": all finished. */
  kind: "never" | "nothing" | "done";
  title: ReactNode;
  text?: ReactNode;
  /** The first step, as a button or link. */
  action?: ReactNode;
  compact?: boolean;
}

const EMPTY_ICONS: Record<EmptyProps["kind"], IconName> = { never: "import", nothing: "search", done: "check" };

export function EmptyState({ kind, title, text, action, compact }: EmptyProps) {
  return (
    <div className={`empty empty-${kind}${compact ? " empty-compact" : ""}`}>
      <span className="empty-icon"><Icon name={EMPTY_ICONS[kind]} size={20} /></span>
      <p className="empty-title">{title}</p>
      {text && <p className="muted">{text}</p>}
      {action && <div className="empty-act">{action}</div>}
    </div>
  );
}

export interface ErrorProps {
  error: unknown;
  /** What failed, from the person's side: "The list could not be loaded". */
  what?: ReactNode;
  /** What is still true: "Nothing was changed". */
  still?: ReactNode;
  retry?: () => void;
}

export function ErrorState({ error, what, still, retry }: ErrorProps) {
  const id = error instanceof ApiProblem ? error.requestId : "";
  return (
    <div className="failed" role="alert">
      <span className="failed-icon"><Icon name="warn" size={20} /></span>
      <div className="stack failed-text">
        <p className="empty-title">{what ?? t("ui.error.load")}</p>
        <p>{sentence(error)}</p>
        <p className="muted">{still ?? t("ui.error.kept")}</p>
        <div className="row">
          {retry && <Button type="primary" onClick={retry}>{t("ui.act.retry")}</Button>}
          {id && <span className="muted row">{t("ui.error.request")} <code>{id}</code> <Copy text={id} /></span>}
        </div>
      </div>
    </div>
  );
}

/** Grey boxes with the final geometry, after 150 ms: what is quicker needs none. */
export function Skeleton({ rows = 8, height, children }: { rows?: number; height?: number; children?: ReactNode }) {
  const late = useLate(150);
  if (!late) return <div className="skeleton" style={height ? { minHeight: height } : undefined} aria-busy="true" />;
  return (
    <div className="skeleton" aria-busy="true" style={height ? { minHeight: height } : undefined}>
      <span className="hidden-text" role="status">{t("ui.state.loading")}</span>
      {children ?? Array.from({ length: rows }, (_, index) => <Bone key={index} width={`${92 - ((index * 17) % 40)}%`} />)}
    </div>
  );
}

export function Bone({ width = "100%", height = 16 }: { width?: number | string; height?: number }) {
  return <div className="bone" style={{ width, height }} aria-hidden="true" />;
}

export function useLate(ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return late;
}

export interface LoadProps<T> {
  query: Pick<UseQueryResult<T>, "data" | "error" | "refetch" | "isPending">;
  skeleton?: ReactNode;
  what?: ReactNode;
  children: (data: T) => ReactNode;
}

/** A query's data, or its state. Old data stays on the screen while new is fetched, and when that fails. */
export function Load<T>({ query, skeleton, what, children }: LoadProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorState error={query.error} what={what} retry={() => void query.refetch()} />;
  return <>{skeleton ?? <Skeleton />}</>;
}
