import type { AttributeDefinition, ImportView, Inspected, Outcome } from "@/app/types";
import { has, named, t, tk } from "@/i18n";
import type { Tone } from "@/ui";
import { attributeName } from "@/screens/attributes/words";
import { attributeOf, question } from "./model/mapping";

/** What a file was taken for. Of a table: what it is a table of. */
export function kindWords(file: Pick<Inspected, "kind"> & { tables?: Inspected["tables"] }): string {
  if (file.kind === null) return t("ui.import.kind.none");
  if (file.kind !== "table" || !file.tables) return named("kind", file.kind);
  const shapes = new Set(file.tables.map((table) => table.shape).filter((shape) => shape !== null));
  const words = [...shapes].map((shape) => named("table_kind", shape));
  return words.length > 0 ? t("ui.import.kind.table", { of: words.join(t("ui.import.and")) }) : named("kind", "table");
}

export const unreadWords = (file: Pick<Outcome, "code" | "params">): string => named("unreadable", file.code ?? "", file.params);

/** A choice that was made while reading, in words: the screen's own wording first, the command line names options. */
export function noteWords({ code, detail }: { code: string; detail: string }): string {
  if (code === "columns") return t("ui.import.note.columns", { columns: columnWords(detail) });
  const key = [`ui.import.note.${code}`, `note.${code}.${detail}`, `note.${code}`].find(has);
  return tk(key ?? code, { detail }, `${code.replaceAll("_", " ")} ${detail}`.trim());
}

/** What a column is taken for: a field of its table, or an attribute of people. */
export function fieldWords(field: string, attributes: AttributeDefinition[]): string {
  const code = attributeOf(field);
  if (code === null) return named("field", field);
  const known = attributes.find((one) => one.code === code);
  return t("ui.import.attribute", { name: known ? attributeName(known) : code });
}

/** "昵称=person_name; …" as people say it. */
function columnWords(detail: string): string {
  return detail.split("; ").map((pair) => {
    const at = pair.lastIndexOf("=");
    return at < 0 ? pair : t("ui.import.note.column", { heading: pair.slice(0, at), field: fieldWords(pair.slice(at + 1), []) });
  }).join(t("ui.import.semicolon"));
}

export function questionWords(text: string): string {
  const { code, detail } = question(text);
  return tk(`ui.import.question.${code}`, { detail }, noteWords({ code, detail }));
}

/** What came of a file: of a table, the note says what it is a table of. */
export function outcomeKind(outcome: Outcome): string {
  if (outcome.kind === null) return outcome.code ? t("ui.import.unreadable") : t("ui.import.kind.none");
  const shapes = outcome.notes.filter((note) => note.code === "table").map((note) => named("table_kind", note.detail));
  return shapes.length > 0 ? t("ui.import.kind.table", { of: [...new Set(shapes)].join(t("ui.import.and")) }) : named("kind", outcome.kind);
}

/** An import's name; the command line's is a path on the server, of which the end says enough. */
export function nameOf(run: ImportView): string {
  if (run.by !== null) return run.name;
  return run.name.split(", ").map((path) => path.split(/[/\\]/).findLast(Boolean) ?? path).join(t("ui.import.and"));
}

const TONES: Record<ImportView["state"], Tone> = { running: "brand", done: "alive", failed: "danger", cancelled: "unknown", undone: "dead" };

export const stateTone = (run: ImportView): Tone => TONES[run.state];
export const stateWords = (run: ImportView): string => t(`ui.import.state.${run.state}`);
