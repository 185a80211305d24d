// `{param}` places as Python's str.format fills them: `{n:,}`, `{x:.1f}`, `{p:.0%}`, and the house's own
// `{n:day|days}` (singular and plural with the number). The rules are those of yutang/insight/wording.py.

export type Params = Record<string, string | number | boolean | null | undefined>;

// Controls, and marks that turn text round: names come from strangers' chats.
// eslint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;
const UNIT = /(?<=[0-9] )([万亿]) (?=[\u4e00-\u9fff])/g;
const PLACE = /\{\{|\}\}|\{(\w+)(?::([^{}]*))?\}/g;

export function clean(text: string): string {
  return text.replace(UNSAFE, " ").toWellFormed().trim();
}

/** 1,234 and 0.5: thousands separators, one decimal at most. */
export function plain(value: number): string {
  const shown = Number.isInteger(value) ? value : Math.round(value * 10) / 10;
  return shown.toLocaleString("en-US", { maximumFractionDigits: 1 });
}

function specified(value: number, spec: string): string {
  if (spec.includes("|")) {
    const [one = "", many = ""] = spec.split("|");
    return `${plain(value)} ${plain(value) === "1" ? one : many}`;
  }
  const match = /^([+]?)(,?)(?:\.(\d+))?([df%]?)$/.exec(spec);
  if (!match) return plain(value);
  const [, sign, comma, places, kind] = match;
  const digits = places === undefined ? (kind === "f" || kind === "%" ? 6 : undefined) : Number(places);
  const scaled = kind === "%" ? value * 100 : value;
  const text = scaled.toLocaleString("en-US", {
    useGrouping: comma === ",",
    minimumFractionDigits: digits ?? 0,
    maximumFractionDigits: digits ?? 6,
  });
  return (sign && value >= 0 ? "+" : "") + text + (kind === "%" ? "%" : "");
}

function shown(value: Params[string], spec: string | undefined): string {
  if (typeof value === "number") return spec ? specified(value, spec) : plain(value);
  if (value === null || value === undefined) return "–";
  return clean(String(value));
}

/** The string with its places filled. A place without its parameter stays as it is: a test or an eye finds it. */
export function fill(text: string, params: Params, chinese: boolean): string {
  const filled = text.replace(PLACE, (whole, name: string | undefined, spec: string | undefined) => {
    if (whole === "{{") return "{";
    if (whole === "}}") return "}";
    return name !== undefined && name in params ? shown(params[name], spec) : whole;
  });
  return chinese ? filled.replace(UNIT, "$1") : filled;
}
