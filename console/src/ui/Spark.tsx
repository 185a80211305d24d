import { sparkPath } from "./sparkPath";

export interface SparkProps {
  /** Counts per day, oldest first. */
  values: number[];
  /** The greatest value on the page, for all rows the same: else a dead group looks as lively as a busy one. */
  max: number;
  /** In words, for those who cannot see it. */
  label: string;
  tone?: string;
  width?: number;
  height?: number;
}

export function Spark({ values, max, label, tone = "var(--ink-3)", width = 104, height = 24 }: SparkProps) {
  const line = sparkPath(values, max, width, height - 3);
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 -1.5 ${width} ${height}`} role="img" aria-label={label}>
      <path d={`M0 ${height - 3}H${width}`} stroke="var(--line-2)" strokeWidth="1" />
      <path d={`${line}V${height - 3}H0Z`} fill={tone} opacity="0.12" />
      <path d={line} fill="none" stroke={tone} strokeWidth="1.4" strokeLinejoin="round" />
    </svg>
  );
}
