// How an upload is to be read: kept with the tab, so that a look at another screen or a reload loses no correction.
import { useState } from "react";
import type { Mappings } from "./model/mapping";

export interface Draft {
  /** null: the brand's. */
  zone: string | null;
  /** null: as the dates themselves tell. */
  dayFirst: boolean | null;
  private: boolean;
  mappings: Mappings;
  staff: string;
  house: string;
}

const EMPTY: Draft = { zone: null, dayFirst: null, private: false, mappings: {}, staff: "", house: "" };
const place = (upload: number) => `yutang.import.${upload}`;

function kept(upload: number): Draft {
  try {
    return { ...EMPTY, ...(JSON.parse(sessionStorage.getItem(place(upload)) ?? "{}") as Partial<Draft>) };
  } catch {
    return EMPTY;
  }
}

export type Change = (change: Partial<Draft>) => void;

export function useDraft(upload: number): [Draft, Change] {
  const [draft, setDraft] = useState(() => kept(upload));
  const change: Change = (some) =>
    setDraft((before) => {
      const next = { ...before, ...some };
      try {
        sessionStorage.setItem(place(upload), JSON.stringify(next));
      } catch {
        // A browser that keeps nothing: it lasts as long as the page.
      }
      return next;
    });
  return [draft, change];
}

export function forgetDraft(upload: number): void {
  try {
    sessionStorage.removeItem(place(upload));
  } catch {
    // Nothing was kept.
  }
}
