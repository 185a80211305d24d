// A plan of groups as it is typed. Pure.
import type { AllocationWanted } from "@/app/types";

export interface RoomText {
  /** "<platform>:<external id>" */
  group: string;
  name: string;
  tier: number;
  region: string;
  limit: string;
}

export interface PlanText {
  most: string;
  /** "": everywhere; "attribute:<code>" or "tags:<group>": whose values are the regions. */
  regions: string;
  /** As typed; empty: as many new groups as it takes. */
  opened: string;
  rooms: RoomText[];
}

export const EMPTY_PLAN: PlanText = { most: "200", regions: "", opened: "", rooms: [] };

const whole = (text: string, least: number, most: number): number | undefined => {
  const value = Number(text.trim());
  return text.trim() !== "" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
};

export type PlanFault = "most" | "opened" | "limit";

/** What is asked for, or which number makes no sense. */
export function wantedPlan(plan: PlanText): AllocationWanted | PlanFault {
  const most = whole(plan.most, 1, 100_000);
  if (most === undefined) return "most";
  const opened = plan.opened.trim() === "" ? null : whole(plan.opened, 0, 10_000);
  if (opened === undefined) return "opened";
  const limits = plan.rooms.map((room) => (room.limit.trim() === "" ? null : whole(room.limit, 1, 100_000)));
  if (limits.includes(undefined)) return "limit";
  const [kind, ...rest] = plan.regions.split(":");
  const value = rest.join(":");
  return {
    most, new_groups: opened, attribute: kind === "attribute" ? value : null, tag_group: kind === "tags" ? Number(value) : null,
    rooms: plan.rooms.map((room, at) => ({ group: room.group, tier_id: room.tier, region: plan.regions && room.region.trim() ? room.region.trim() : null, limit: limits[at] ?? null })),
  };
}

/** A group is filled for one tier only: one that is there already is not put there twice. */
export function withRoom(plan: PlanText, room: RoomText): PlanText {
  return plan.rooms.some((one) => one.group === room.group) ? plan : { ...plan, rooms: [...plan.rooms, room] };
}
