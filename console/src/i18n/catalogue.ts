// Which strings the console has: flat JSON files per area, shared with the server. A file that does not exist yet is
// simply absent (import.meta.glob), so screens and their strings can be written in any order.
import type { Locale } from "antd/es/locale";

export type Lang = "zh" | "en";
export type Texts = Record<string, string>;
export interface Language {
  texts: Texts;
  antd: Locale;
}

export const LANGS: Lang[] = ["zh", "en"];
export const TAG: Record<Lang, string> = { zh: "zh-CN", en: "en" };
/** The language's own name, the same in every language. */
export const OWN_NAME: Record<Lang, string> = { zh: "中文", en: "English" };

/** One chunk a language, with antd's own words. */
export const load: Record<Lang, () => Promise<Language>> = {
  zh: async () => (await import("./zh")).default,
  en: async () => (await import("./en")).default,
};

export function merged(files: Record<string, unknown>): Texts {
  return Object.assign({}, ...Object.values(files)) as Texts;
}
