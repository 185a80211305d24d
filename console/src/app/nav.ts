// The menu: only what exists. A later screen adds a line here and one in routes.tsx.
import type { Key } from "@/i18n";
import type { IconName } from "@/ui/icons";
import type { Permission } from "./types";

export interface Place {
  path: string;
  label: Key;
  words: Key;
  icon: IconName;
  permission: Permission;
  keys?: string;
  /** Shown in the bottom bar of a phone. */
  thumb?: boolean;
  /** Views of the same screen: tabs under it, not menu lines. */
  views?: { path: string; label: Key }[];
}

export interface Section {
  id: string;
  label?: Key;
  places: Place[];
}

export const SECTIONS: Section[] = [
  {
    id: "today",
    places: [
      { path: "/today", label: "ui.nav.today", words: "ui.nav.today.words", icon: "today", permission: "tasks.see", keys: "g t", thumb: true },
    ],
  },
  {
    id: "operate",
    label: "ui.nav.operate",
    places: [
      {
        path: "/checkup", label: "ui.nav.checkup", words: "ui.nav.checkup.words", icon: "checkup",
        permission: "groups.see", keys: "g p", thumb: true,
        views: [
          { path: "/checkup", label: "ui.nav.groups" },
          { path: "/checkup/operators", label: "ui.nav.operators" },
          { path: "/checkup/compare", label: "ui.nav.compare" },
        ],
      },
      { path: "/customers", label: "ui.nav.customers", words: "ui.nav.customers.words", icon: "person", permission: "customers.see", keys: "g c", thumb: true },
      {
        path: "/segments", label: "ui.nav.segments", words: "ui.nav.segments.words", icon: "filter",
        permission: "segments.see", keys: "g e",
        views: [
          { path: "/segments", label: "ui.nav.segments" },
          { path: "/segments/tags", label: "ui.nav.tags" },
          { path: "/lifecycle", label: "ui.nav.lifecycle" },
          { path: "/retention", label: "ui.nav.retention" },
        ],
      },
      {
        path: "/staff", label: "ui.nav.staff", words: "ui.nav.staff.words", icon: "badge", permission: "staff.see", keys: "g f",
        views: [
          { path: "/staff", label: "ui.nav.staff" },
          { path: "/staff/handovers", label: "ui.staff.handovers" },
        ],
      },
      { path: "/reports", label: "ui.nav.reports", words: "ui.nav.reports.words", icon: "report", permission: "reports.see", keys: "g r" },
    ],
  },
  {
    id: "reach",
    label: "ui.nav.reach",
    places: [
      { path: "/sends", label: "ui.nav.sends", words: "ui.nav.sends.words", icon: "hand", permission: "sends.see", keys: "g m" },
    ],
  },
  {
    id: "grow",
    label: "ui.nav.grow",
    places: [
      { path: "/sources", label: "ui.nav.sources", words: "ui.nav.sources.words", icon: "code", permission: "sources.see", keys: "g o" },
    ],
  },
  {
    id: "data",
    label: "ui.nav.data",
    places: [
      { path: "/import", label: "ui.nav.import", words: "ui.nav.import.words", icon: "import", permission: "imports.see", keys: "g i", thumb: true },
    ],
  },
  {
    id: "settings",
    label: "ui.nav.settings",
    places: [
      { path: "/settings/users", label: "ui.nav.users", words: "ui.nav.users.words", icon: "users", permission: "users.manage", keys: "g s" },
      { path: "/settings/organisation", label: "ui.nav.org", words: "ui.nav.org.words", icon: "org", permission: "org.see" },
      { path: "/settings/connections", label: "ui.nav.connections", words: "ui.nav.connections.words", icon: "webhook", permission: "connections.manage" },
      { path: "/settings/tokens", label: "ui.nav.tokens", words: "ui.nav.tokens.words", icon: "key", permission: "tokens.manage" },
      { path: "/settings/attributes", label: "ui.nav.attributes", words: "ui.nav.attributes.words", icon: "fields", permission: "segments.edit" },
    ],
  },
  {
    id: "govern",
    label: "ui.nav.govern",
    places: [
      { path: "/settings/audit", label: "ui.nav.audit", words: "ui.nav.audit.words", icon: "log", permission: "audit.see" },
    ],
  },
];

export const PLACES: Place[] = SECTIONS.flatMap((section) => section.places);

const ROOTS = PLACES.flatMap((place) => [place.path, ...(place.views ?? []).map((view) => view.path)].map((root) => ({ root, place })));

/** The place a path belongs to: the longest that begins it, or one of its views. */
export function placeOf(path: string): Place | undefined {
  return ROOTS.filter(({ root }) => path === root || path.startsWith(`${root}/`)).sort((a, b) => b.root.length - a.root.length)[0]?.place;
}
