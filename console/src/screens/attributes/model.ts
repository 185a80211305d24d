// Definitions of attributes as people write them. Pure.
import type { AttributeDefinition, AttributeDraft } from "@/app/types";

export const TYPES: AttributeDraft["type"][] = ["text", "number", "money", "date", "choice", "choices", "place"];
export const CODE = /^[a-z][a-z0-9_]{0,39}$/;

export const chooses = (type: string): boolean => type === "choice" || type === "choices";

/** One a line; empty lines and doubles go. */
export function choicesOf(lines: string): string[] {
  return [...new Set(lines.split("\n").map((line) => line.trim()).filter(Boolean))];
}

/** The place of a new one: after the last that is in use, with room between. */
export function nextPlace(all: Pick<AttributeDefinition, "position" | "archived_at">[]): number {
  return Math.max(0, ...all.filter((one) => one.archived_at === null).map((one) => one.position)) + 10;
}

/** The digits of what was typed, full-width ones too: antd's own number field speaks English to screen readers. */
export const digits = (text: string): string => text.normalize("NFKC").replaceAll(/[^0-9]/g, "");
