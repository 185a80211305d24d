// Our own 16-px icons: strokes in the text's colour, never an emoji (no font, no picture).
import type { ReactNode } from "react";

const PATHS = {
  today: <><rect x="2.5" y="3" width="11" height="10.5" rx="1.5" /><path d="M2.5 6.5h11M5.5 1.5v3M10.5 1.5v3M5.7 10l1.5 1.5 3-3" /></>,
  checkup: <><path d="M1.5 8.5h3l1.5-4 3 7 1.8-4.5.7 1.5h3" /></>,
  import: <><path d="M8 2v7.5M5 6.7 8 9.7l3-3M2.5 11v2.5h11V11" /></>,
  report: <><path d="M4 1.5h5.5L12.5 4.5v10h-8.5zM9.5 1.5v3h3M6 8h4.5M6 11h4.5" /></>,
  users: <><circle cx="6" cy="5" r="2.5" /><path d="M1.5 13.5c.4-2.7 2-4 4.5-4s4.1 1.3 4.5 4M10.5 2.8a2.4 2.4 0 0 1 0 4.5M12 9.8c1.5.5 2.3 1.7 2.5 3.7" /></>,
  org: <><rect x="5.5" y="2" width="5" height="3.5" rx="1" /><rect x="1.5" y="10.5" width="5" height="3.5" rx="1" /><rect x="9.5" y="10.5" width="5" height="3.5" rx="1" /><path d="M8 5.5V8M4 10.5V8h8v2.5" /></>,
  person: <><circle cx="8" cy="5" r="2.8" /><path d="M2.5 14c.6-3.2 2.5-4.8 5.5-4.8s4.9 1.6 5.5 4.8" /></>,
  fields: <><rect x="2" y="3" width="12" height="4" rx="1" /><rect x="2" y="9.5" width="12" height="4" rx="1" /><path d="M4.5 5h3M4.5 11.5h5" /></>,
  key: <><circle cx="5" cy="11" r="3" /><path d="m7.2 8.8 6-6M11 5l2 2M9.2 6.8l1.3 1.3" /></>,
  log: <><path d="M2.5 3h11M2.5 8h11M2.5 13h7" /></>,
  more: <><circle cx="3" cy="8" r=".8" fill="currentColor" /><circle cx="8" cy="8" r=".8" fill="currentColor" /><circle cx="13" cy="8" r=".8" fill="currentColor" /></>,
  search: <><circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 3.5 3.5" /></>,
  close: <path d="m3.5 3.5 9 9M12.5 3.5l-9 9" />,
  check: <path d="m3 8.5 3.5 3.5L13 4.5" />,
  info: <><circle cx="8" cy="8" r="6" /><path d="M8 7.3v4M8 4.7v.6" /></>,
  warn: <><path d="M8 2 14.5 13.5h-13zM8 6.5v3.5M8 11.5v.6" /></>,
  chevron: <path d="m6 3.5 4.5 4.5L6 12.5" />,
  down: <path d="m3.5 6 4.5 4.5L12.5 6" />,
  copy: <><rect x="5" y="5" width="8.5" height="8.5" rx="1.5" /><path d="M11 5V2.5H2.5V11H5" /></>,
  reload: <path d="M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.5v3h-3" />,
  download: <path d="M8 2v8M4.5 6.7 8 10.2l3.5-3.5M2.5 13.5h11" />,
  plus: <path d="M8 2.5v11M2.5 8h11" />,
  me: <><circle cx="8" cy="5.2" r="2.7" /><path d="M2.7 14c.5-3 2.3-4.5 5.3-4.5s4.8 1.5 5.3 4.5" /></>,
  badge: <><rect x="2.5" y="3.5" width="11" height="10" rx="1.5" /><path d="M6.5 3.5V2h3v1.5" /><circle cx="8" cy="7.5" r="1.5" /><path d="M5.2 11.8c.4-1.3 1.3-2 2.8-2s2.4.7 2.8 2" /></>,
  globe: <><circle cx="8" cy="8" r="6" /><path d="M2 8h12M8 2c2 1.7 2.7 3.7 2.7 6S10 12.3 8 14c-2-1.7-2.7-3.7-2.7-6S6 3.7 8 2z" /></>,
  filter: <path d="M2 3h12L9.5 8.5v5l-3-1.5V8.5z" />,
  columns: <><rect x="2" y="2.5" width="12" height="11" rx="1.5" /><path d="M6 2.5v11M10 2.5v11" /></>,
  pen: <path d="m10.5 2.5 3 3-8 8H2.5v-3zM8.5 4.5l3 3" />,
  undo: <path d="M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6" />,
  code: <><path d="M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h1.5v1.5M13.5 9.5v4h-1.5M9.5 13.5h.5" /></>,
  clock: <><circle cx="8" cy="8" r="6" /><path d="M8 4.5V8l2.5 1.7" /></>,
  hand: <path d="M2 8h9M8 4.5 11.5 8 8 11.5M13.5 3v10" />,
  map: <><rect x="2" y="2" width="5" height="5" rx="1" /><rect x="9" y="2" width="5" height="5" rx="1" /><rect x="2" y="9" width="5" height="5" rx="1" /><rect x="9" y="9" width="5" height="5" rx="1" /></>,
  trash: <path d="M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9.5h6.6l.7-9.5" />,
  webhook: <><circle cx="4" cy="11.5" r="2" /><circle cx="12" cy="11.5" r="2" /><circle cx="8" cy="4" r="2" /><path d="M7 5.7 5 9.8M9 5.7l2 4.1M6 11.5h4" /></>,
  play: <path d="M4.5 2.5v11l8.5-5.5z" />,
  print: <><path d="M4.5 6V2h7v4M4.5 11.5h-2V6h11v5.5h-2" /><rect x="4.5" y="9.5" width="7" height="4.5" /></>,
  seen: <><path d="M1.5 8C3 5.2 5.2 3.8 8 3.8S13 5.2 14.5 8C13 10.8 10.8 12.2 8 12.2S3 10.8 1.5 8z" /><circle cx="8" cy="8" r="2" /></>,
  unseen: <path d="M1.5 8C3 5.2 5.2 3.8 8 3.8S13 5.2 14.5 8C13 10.8 10.8 12.2 8 12.2S3 10.8 1.5 8zM2.5 13.5l11-11" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof PATHS;

/** Decoration beside words; where it stands alone, the button carries the label. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor"
      strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      {PATHS[name]}
    </svg>
  );
}

export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="12" cy="12" r="11" fill="var(--brand)" />
      <path d="M5.5 12c2.2-3.4 7.6-4.2 11-.9l2.3-1.7v5.2l-2.3-1.7c-3.4 3.3-8.8 2.5-11-.9z" fill="#fff" />
      <circle cx="9" cy="11.3" r=".9" fill="var(--brand)" />
    </svg>
  );
}
