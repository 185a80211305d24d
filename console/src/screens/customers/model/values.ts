// Values of attributes: how a person types them, and what the API takes and gives. Pure.
export type AttributeType = "text" | "number" | "money" | "date" | "choice" | "choices" | "place";
/** As the API has it: money cents, a date "YYYY-MM-DD", choices a list. */
export type Value = string | number | string[];

const LONGEST = 2_000;

/** What an input shows of a value: money in whole units with two places. */
export function typed(type: string, value: unknown): string | string[] {
  if (type === "choices") return Array.isArray(value) ? value.map(String) : [];
  if (value === null || value === undefined) return "";
  if (type === "money" && typeof value === "number") return (value / 100).toFixed(2).replace(/\.00$/, "");
  return String(value);
}

/** The value that was typed; null: nothing, so it is taken back; undefined: not one of this type. */
export function meant(type: string, text: string | string[], choices: string[] = []): Value | null | undefined {
  if (Array.isArray(text)) return type !== "choices" ? undefined : text.length === 0 ? null : among(text, choices);
  const said = halfWidth(text).trim();
  if (said === "") return null;
  if (type === "number") return numeric(said);
  if (type === "money") return cents(said);
  if (type === "date") return isDay(said) ? said : undefined;
  if (type === "choice") return choices.includes(text) ? text : undefined;
  return text.trim().length <= LONGEST ? text.trim() : undefined;
}

function among(texts: string[], choices: string[]): string[] | undefined {
  return texts.every((one) => choices.includes(one)) ? texts : undefined;
}

function numeric(said: string): number | undefined {
  if (!/^[-−+]?\d[\d,]*(\.\d+)?$/.test(said)) return undefined;
  const value = Number(said.replaceAll(",", "").replace("−", "-"));
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

/** Never through a float: 0.29 × 100 is 28.999…. */
function cents(said: string): number | undefined {
  const found = /^[¥￥]?\s*([-−]?)(\d[\d,]*)(?:\.(\d{1,2}))?$/.exec(said);
  if (!found) return undefined;
  const [, minus = "", whole = "", part = ""] = found;
  const value = Number(whole.replaceAll(",", "")) * 100 + Number(part.padEnd(2, "0"));
  if (!Number.isSafeInteger(value)) return undefined;
  return minus && value ? -value : value;
}

function isDay(said: string): boolean {
  const at = new Date(`${said}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(said) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(said);
}

/** What a Chinese input method leaves behind: １２．５ and ，. */
function halfWidth(text: string): string {
  return text.replaceAll(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replaceAll("　", " ");
}

/** Cents to the last one, where somebody looks at a single order or value: ¥1,299.50. */
export function exact(cents: number): string {
  const whole = Math.abs(cents) % 100 === 0;
  const digits = { minimumFractionDigits: whole ? 0 : 2, maximumFractionDigits: 2 };
  return `${cents < 0 ? "−" : ""}¥${(Math.abs(cents) / 100).toLocaleString("en-US", digits)}`;
}
