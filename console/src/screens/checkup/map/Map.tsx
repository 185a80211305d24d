// The map: what to do, every group as a tile, and where each stands. Choosing here fills the same bulk bar.
import type { GroupRow } from "@/app/types";
import type { Selection } from "../model/selection";
import type { View } from "../model/view";
import type { Change } from "../useView";
import { AdviceCards } from "./AdviceCards";
import { Quadrant } from "./Quadrant";
import { Tiles } from "./Tiles";

export interface MapProps {
  rows: GroupRow[];
  view: View;
  change: Change;
  chosen: Selection;
  onChosen: (ids: string[]) => void;
  onOpen: (id: string) => void;
  /** From this chance on a group counts as alive. */
  alive: number;
}

export function GroupMap({ rows, view, change, chosen, onChosen, onOpen, alive }: MapProps) {
  return (
    <div className="cu-map">
      <AdviceCards rows={rows} chosen={view.advice} onPress={(advice) => change({ advice: view.advice.includes(advice) ? [] : [advice] })} />
      <div className="cu-map-two">
        <Tiles rows={rows} chosen={chosen} onOpen={onOpen} />
        <Quadrant rows={rows} chosen={chosen} onChosen={onChosen} onOpen={onOpen} alive={alive} />
      </div>
    </div>
  );
}
