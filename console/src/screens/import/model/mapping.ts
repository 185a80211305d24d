// What people say of tables' columns, on top of our guesses. Pure. The server remembers it under a table's signature.
import type { Inspected, InspectedColumn, InspectedTable, Inspection } from "@/app/types";

/** Signature of a table → heading → field. */
export type Mappings = Record<string, Record<string, string>>;

export const SHAPE = "@table"; // the heading under which a person says what sort of table it is
export const IGNORE = "ignore";
const ATTRIBUTE = "attribute:"; // "attribute:CODE", or as the server tells it "attribute:CODE:TYPE"
export const PEOPLE = "people"; // the sort of table whose columns may be attributes

export const attributeField = (code: string): string => ATTRIBUTE + code;

/** The code of the attribute that a field names. */
export const attributeOf = (field: string): string | null =>
  field.startsWith(ATTRIBUTE) ? field.slice(ATTRIBUTE.length).replace(/:.*$/, "") : null;

/** Tables with the same columns: corrected once for all of them. */
export interface TableSet {
  table: InspectedTable;
  files: { file: Inspected; sheet: string | null }[];
}

export function tableSets(files: Inspected[]): TableSet[] {
  const sets = new Map<string, TableSet>();
  for (const file of files) {
    for (const table of file.tables) {
      const known = sets.get(table.signature);
      if (known) known.files.push({ file, sheet: table.sheet });
      else sets.set(table.signature, { table, files: [{ file, sheet: table.sheet }] });
    }
  }
  return [...sets.values()];
}

/** How we come to what a column means. */
export type Origin = "told" | "remembered" | "guessed" | "unknown";

export function originOf(column: InspectedColumn, told: Record<string, string> | undefined): Origin {
  if (told && column.heading in told) return "told";
  if (!column.guessed) return "remembered";
  return column.field === null ? "unknown" : "guessed";
}

/** What the select shows: the person's word while the server has not looked again, else what it is taken for. */
export function shownField(column: InspectedColumn, told: Record<string, string> | undefined): string | null {
  const field = told?.[column.heading] ?? column.field ?? (column.guessed ? null : IGNORE);
  const code = field === null ? null : attributeOf(field);
  return code === null ? field : attributeField(code);
}

/** A mapping replaces the one that is remembered, so it begins with what that says. */
function begun(mappings: Mappings, table: InspectedTable): Record<string, string> {
  const told = mappings[table.signature];
  if (told) return told;
  const remembered = table.columns.filter((column) => !column.guessed);
  return Object.fromEntries(remembered.map((column) => [column.heading, column.field ?? IGNORE]));
}

/** A column is `field`; null: as we guess. No field stands twice: the column that had it before is guessed anew. */
export function tellColumn(mappings: Mappings, table: InspectedTable, heading: string, field: string | null): Mappings {
  const others = Object.entries(begun(mappings, table)).filter(
    ([other, said]) => other !== heading && (other === SHAPE || said === IGNORE || said !== field),
  );
  return put(mappings, table.signature, Object.fromEntries(field === null ? others : [...others, [heading, field]]));
}

/** A table is of a shape; null: as we guess. What no column of that shape can be is taken back. */
export function tellShape(
  mappings: Mappings, table: InspectedTable, shape: string | null, shapes: Record<string, string[]>,
): Mappings {
  const allowed = shape === null ? null : new Set([...(shapes[shape] ?? []), IGNORE]);
  const kept = Object.entries(begun(mappings, table)).filter(
    ([heading, field]) => heading !== SHAPE && (allowed === null || allowed.has(field) || (shape === PEOPLE && attributeOf(field) !== null)),
  );
  return put(mappings, table.signature, Object.fromEntries(shape === null ? kept : [[SHAPE, shape], ...kept]));
}

function put(mappings: Mappings, signature: string, told: Record<string, string>): Mappings {
  const { [signature]: _, ...rest } = mappings;
  return Object.keys(told).length > 0 ? { ...rest, [signature]: told } : rest;
}

/** The columns whose dates could be read in two ways. */
export function datesInDoubt(inspection: Inspection): string[] {
  const asked = inspection.files.flatMap((file) => file.tables.flatMap((table) => table.questions)).map(question);
  return [...new Set(asked.filter((one) => one.code === "day_first").map((one) => one.detail))];
}

export function question(text: string): { code: string; detail: string } {
  const at = text.indexOf(":");
  return at < 0 ? { code: text, detail: "" } : { code: text.slice(0, at), detail: text.slice(at + 1) };
}

export interface Sorted {
  read: Inspected[];
  unread: Inspected[];
  /** Pictures and sounds beside chats: no news, only a number. */
  attachments: number;
}

export function sorted(files: Inspected[]): Sorted {
  const unread = files.filter((file) => file.code !== null && file.code !== "attachment");
  return {
    read: files.filter((file) => file.code === null),
    unread,
    attachments: files.filter((file) => file.code === "attachment").length,
  };
}
