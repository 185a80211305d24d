// Which columns there are, in which order they stand, and what people made of that. Widths in px; `grow` shares the rest.
export interface Column {
  id: string;
  /** Locale key "ui.checkup.col.<id>". */
  width: number;
  grow?: number;
  /** Right-aligned number. */
  number?: boolean;
  /** Key of Def: what the number means. */
  def: string;
  /** Shown until somebody chooses otherwise. */
  preset: boolean;
  /** Where there is no room, the highest go first; 0 never. */
  rank: number;
}

export const COLUMNS: Column[] = [
  { id: "name", width: 160, grow: 4, def: "name", preset: true, rank: 0 },
  { id: "state", width: 82, def: "state", preset: true, rank: 0 },
  { id: "p", width: 80, number: true, def: "p_active_28d", preset: true, rank: 3 },
  { id: "spark", width: 118, def: "spark", preset: true, rank: 4 },
  { id: "speakers", width: 88, number: true, def: "speakers_28d", preset: true, rank: 9 },
  { id: "members", width: 92, number: true, def: "members", preset: true, rank: 6 },
  { id: "net", width: 62, number: true, def: "net_28d", preset: true, rank: 11 },
  { id: "spend", width: 78, number: true, def: "spend_90d", preset: true, rank: 8 },
  { id: "silent", width: 74, number: true, def: "days_silent", preset: true, rank: 7 },
  { id: "messages", width: 88, number: true, def: "messages_28d", preset: false, rank: 12 },
  { id: "active7", width: 96, number: true, def: "active_days_7d", preset: false, rank: 14 },
  { id: "trend", width: 74, number: true, def: "trend", preset: false, rank: 15 },
  { id: "hours", width: 96, number: true, def: "hours_freed_per_week", preset: false, rank: 10 },
  { id: "advice", width: 98, grow: 1, def: "advice", preset: true, rank: 0 },
  { id: "owner", width: 76, grow: 0.6, def: "owner", preset: true, rank: 2 },
  { id: "decision", width: 128, grow: 1, def: "decision", preset: true, rank: 1 },
];

const BY_ID = new Map(COLUMNS.map((column) => [column.id, column]));
export const PRESET: string[] = COLUMNS.filter((column) => column.preset).map((column) => column.id);

/** The columns of a kept choice; what is unknown (an older console's) is left out, the name always comes first. */
export function columnsOf(ids: unknown): Column[] {
  const wanted = Array.isArray(ids) && ids.length > 0 ? ids : PRESET;
  const known = [...new Set(["name", ...wanted])].map((id) => BY_ID.get(String(id)));
  return known.filter((column): column is Column => column !== undefined);
}

export function template(columns: Column[], lead: string): string {
  const tracks = columns.map(({ width, grow }) => (grow ? `minmax(${width}px, ${grow}fr)` : `${width}px`));
  return [lead, ...tracks].join(" ");
}

/** Those that fit into `room` pixels: the least important go, the rest keep their order. Nothing scrolls sideways. */
export function fitting(columns: Column[], room: number): Column[] {
  let wide = columns.reduce((sum, column) => sum + column.width, 0);
  const gone = new Set<string>();
  for (const column of [...columns].sort((a, b) => b.rank - a.rank)) {
    if (wide <= room || column.rank === 0) break;
    gone.add(column.id);
    wide -= column.width;
  }
  return columns.filter((column) => !gone.has(column.id));
}

export function moved(ids: string[], id: string, by: number): string[] {
  const from = ids.indexOf(id);
  const to = Math.max(1, Math.min(ids.length - 1, from + by)); // the name keeps its place
  if (from < 1 || from === to) return ids;
  const rest = ids.filter((one) => one !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}
