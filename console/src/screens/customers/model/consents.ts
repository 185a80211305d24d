// Channels and purposes a consent may name, and until when it holds. Pure.
import type { CustomerConsent } from "@/app/types";

export const CHANNELS: NonNullable<CustomerConsent["channel"]>[] = ["wecom", "group", "moments", "sms", "email", "call", "mini_program", "webhook"];
/** Those that this product asks about; a tenant may have more. */
export const PURPOSES = ["marketing", "service", "sensitive", "guardian"];

const QUARTER = 900_000; // zones differ by quarters of an hour
const FARTHEST = 56; // of them: 14 hours

/** The last millisecond of a day "YYYY-MM-DD" in the brand's zone, which only `dayOf` knows. Null: not a day. */
export function endOf(day: string, dayOf: (at: number) => string): number | null {
  const midnight = Date.parse(`${day}T24:00:00Z`);
  if (Number.isNaN(midnight)) return null;
  for (let step = -FARTHEST; step <= FARTHEST; step += 1) {
    const at = midnight + step * QUARTER;
    if (dayOf(at) > day) return at - 1;
  }
  return midnight - 1;
}
