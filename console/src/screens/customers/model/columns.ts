// Which columns the list may have. How they fit, move and are drawn as a grid is the check-up's (model/columns there).
export type Sort = "since" | "spend" | "last_order" | "last_message" | "name";

export interface Column {
  id: string;
  width: number;
  grow?: number;
  number?: boolean;
  /** Key of Def, and of its name: "column.<def>". */
  def: string;
  preset: boolean;
  /** Where there is no room, the highest go first; 0 never. */
  rank: number;
  /** The order the server has for it: greatest or newest first, names from A. */
  sort?: Sort;
}

export const COLUMNS: Column[] = [
  { id: "name", width: 168, grow: 3, def: "customer_name", preset: true, rank: 0, sort: "name" },
  { id: "stage", width: 116, def: "customer_stage", preset: true, rank: 0 },
  { id: "tier", width: 104, grow: 0.8, def: "customer_tier", preset: true, rank: 5 },
  { id: "tags", width: 168, grow: 2.4, def: "customer_tags", preset: true, rank: 4 },
  { id: "owner", width: 96, grow: 0.8, def: "customer_owner", preset: true, rank: 1 },
  { id: "source", width: 104, grow: 0.8, def: "customer_source", preset: false, rank: 9 },
  { id: "orders", width: 72, number: true, def: "customer_orders", preset: true, rank: 7 },
  { id: "spend", width: 92, number: true, def: "customer_spend", preset: true, rank: 2, sort: "spend" },
  { id: "refunded", width: 92, number: true, def: "customer_refunded", preset: false, rank: 12 },
  { id: "last_order", width: 112, number: true, def: "customer_last_order", preset: false, rank: 8, sort: "last_order" },
  { id: "last_message", width: 112, number: true, def: "customer_last_message", preset: true, rank: 3, sort: "last_message" },
  { id: "since", width: 112, number: true, def: "customer_since", preset: true, rank: 6, sort: "since" },
  { id: "relations", width: 84, number: true, def: "customer_relations", preset: false, rank: 11 },
  { id: "contacts", width: 128, grow: 0.6, def: "customer_contacts", preset: false, rank: 10 },
];

const BY_ID = new Map(COLUMNS.map((column) => [column.id, column]));
export const PRESET: string[] = COLUMNS.filter((column) => column.preset).map((column) => column.id);

/** The columns of a kept choice; what is unknown (an older console's) is left out, the name always comes first. */
export function columnsOf(ids: unknown): Column[] {
  const wanted = Array.isArray(ids) && ids.length > 0 ? ids : PRESET;
  const known = [...new Set(["name", ...wanted])].map((id) => BY_ID.get(String(id)));
  return known.filter((column): column is Column => column !== undefined);
}
