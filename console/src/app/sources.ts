// What a customer's source is called, on every screen. A source is a live code's key, the platform's own way
// ("add_way:1"), or a name that an import brought. The server's own such place is sources/called.py.
import { tk } from "@/i18n";

const WAY = "add_way:";

/** `codes`: what live codes are called, by their keys. */
export function sourceName(source: string, codes: Readonly<Record<string, string>>): string {
  if (source.startsWith(WAY)) return tk(`source.way.${source.slice(WAY.length)}`, {}, tk("source.way.other"));
  return codes[source] ?? source;
}
