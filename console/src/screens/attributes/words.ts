import type { AttributeDefinition } from "@/app/types";
import { lang } from "@/i18n";

/** An attribute's name in this language, else in the other, else its code. */
export function attributeName(one: Pick<AttributeDefinition, "code" | "name_zh" | "name_en">): string {
  const names = lang() === "zh" ? [one.name_zh, one.name_en] : [one.name_en, one.name_zh];
  return names.find((name) => name.trim() !== "") ?? one.code;
}
