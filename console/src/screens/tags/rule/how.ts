// How a rule puts its tag on, whichever kind it is. Pure.
import type { TagRuleDraft, TagRuleView } from "@/app/types";

export interface How {
  on: boolean;
  confidence: string;
  until: string;
  remove: boolean;
}

export function howOf(kept: TagRuleView | null): How {
  return {
    on: kept?.on ?? true, confidence: String(kept?.confidence ?? 100), until: kept?.until_days?.toString() ?? "", remove: kept?.remove_when_left ?? true,
  };
}

/** Whole per cent from 0 to 100; undefined: not such a number. */
export function confidenceIn(text: string): number | undefined {
  return /^[0-9]{1,3}$/.test(text.trim()) && Number(text) <= 100 ? Number(text) : undefined;
}

/** What brings a removed rule back as it was. */
export function draftOf(kept: TagRuleView): TagRuleDraft {
  return {
    rule: kept.rule, words: kept.words, remove_when_left: kept.remove_when_left, confidence: kept.confidence, on: kept.on,
    ...(kept.until_days === null ? {} : { until_days: kept.until_days }),
  };
}
