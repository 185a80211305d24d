// A group for the tests of this folder.
import type { GroupRow } from "@/app/types";

export function group(more: Partial<GroupRow> = {}): GroupRow {
  return {
    id: "wecom:1", name: "Morning reading", line: "Books", owner: "Mia", state: "alive", p: 0.9, advice: "keep", first_move: null,
    reason: { code: "steady", params: {} }, spark: [], speakers_28d: 3, active_days_7d: 5, messages_28d: 40, members: 30,
    net_28d: 1, spend_cents_90d: 100, days_silent: 0, trend: 1, hours_freed: 0, confidence: "high", size_limit: 200,
    by_statistics: false, decision: null, ...more,
  };
}
