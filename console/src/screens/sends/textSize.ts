// How much of what the platform takes a text uses up.
import type { SendLimits } from "@/app/types";
import { t } from "@/i18n";
import { number } from "@/i18n/format";
import { bytes } from "./sums";

/** How long a text is, in the platform's unit and, where that counts too, in bytes. */
export function textSize(text: string, limits: SendLimits): { over: boolean; said: string } {
  const n = limits.unit === "bytes" ? bytes(text) : [...text].length;
  const [size, limit] = [bytes(text), limits.bytes];
  const over = n > limits.text || (limit !== null && size > limit);
  const said = limit === null ? t("ui.sends.bytes", { n: number(n), most: number(limits.text) })
    : t("ui.sends.chars", { n: number(n), most: number(limits.text), bytes: number(size), limit: number(limit) });
  return { over, said };
}
