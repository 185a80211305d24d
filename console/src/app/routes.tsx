// Every screen is a lazy chunk of its own: one line here, one in nav.ts, one folder in screens/.
import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { Forbidden, Home, NotFound, ScreenError } from "./fallbacks";
import { Gate } from "./Gate";
import { useCan } from "./session";
import { Shell } from "./shell/Shell";
import type { Permission } from "./types";

type Load = () => Promise<{ default: ComponentType }>;

function screen(path: string, permission: Permission | null, load: Load): RouteObject {
  return {
    path,
    ErrorBoundary: ScreenError,
    lazy: async () => {
      const { default: Screen } = await load();
      return {
        Component: function Allowed() {
          return useCan(permission) ? <Screen /> : <Forbidden />;
        },
      };
    },
  };
}

const SCREENS: RouteObject[] = [
  screen("today", "tasks.see", () => import("@/screens/today")),
  screen("checkup", "groups.see", () => import("@/screens/checkup")),
  screen("checkup/groups/:id", "groups.see", () => import("@/screens/checkup/group")),
  screen("checkup/operators", "groups.see", () => import("@/screens/checkup/operators")),
  screen("checkup/compare", "groups.see", () => import("@/screens/checkup/compare")),
  screen("customers", "customers.see", () => import("@/screens/customers")),
  screen("customers/suggestions", "customers.edit", () => import("@/screens/customers/suggestions")),
  screen("customers/:id", "customers.see", () => import("@/screens/customers/customer")),
  screen("segments", "segments.see", () => import("@/screens/segments")),
  screen("segments/new", "segments.see", () => import("@/screens/segments/new")),
  screen("segments/tags", "segments.see", () => import("@/screens/tags")),
  screen("segments/tags/:id", "segments.see", () => import("@/screens/tags/rule")),
  screen("segments/:id", "segments.see", () => import("@/screens/segments/one")),
  screen("segments/layers/:id", "segments.edit", () => import("@/screens/layers/layer")),
  screen("segments/layers/:id/allocation", "segments.see", () => import("@/screens/layers/allocation")),
  screen("segments/layers/:id/allocation/:plan", "segments.see", () => import("@/screens/layers/allocation/plan")),
  screen("lifecycle", "segments.see", () => import("@/screens/lifecycle")),
  screen("retention", "customers.see", () => import("@/screens/retention")),
  screen("sends", "sends.see", () => import("@/screens/sends")),
  screen("sends/new", "sends.edit", () => import("@/screens/sends/new")),
  screen("sends/:id", "sends.see", () => import("@/screens/sends/one")),
  screen("sends/:id/edit", "sends.edit", () => import("@/screens/sends/new")),
  screen("sources", "sources.see", () => import("@/screens/sources")),
  screen("sources/codes/new", "sources.edit", () => import("@/screens/sources/edit")),
  screen("sources/codes/:id", "sources.see", () => import("@/screens/sources/one")),
  screen("sources/codes/:id/edit", "sources.edit", () => import("@/screens/sources/edit")),
  screen("staff", "staff.see", () => import("@/screens/staff")),
  screen("staff/handovers", "staff.see", () => import("@/screens/staff/list")),
  screen("staff/handovers/:id", "staff.see", () => import("@/screens/staff/handover")),
  screen("staff/:id", "staff.see", () => import("@/screens/staff/one")),
  screen("staff/:id/hand-over", "staff.hand_over", () => import("@/screens/staff/plan")),
  screen("reports", "reports.see", () => import("@/screens/reports")),
  screen("reports/:id", "reports.see", () => import("@/screens/reports/report")),
  screen("import", "imports.see", () => import("@/screens/import")),
  screen("import/:id", "imports.see", () => import("@/screens/import/detail")),
  screen("settings/users", "users.manage", () => import("@/screens/admin/users")),
  screen("settings/connections", "connections.manage", () => import("@/screens/connections")),
  screen("settings/connections/new", "connections.manage", () => import("@/screens/connections/new")),
  screen("settings/connections/:id", "connections.manage", () => import("@/screens/connections/one")),
  screen("settings/tokens", "tokens.manage", () => import("@/screens/admin/tokens")),
  screen("settings/attributes", "segments.edit", () => import("@/screens/attributes")),
  screen("settings/organisation", "org.see", () => import("@/screens/org")),
  screen("settings/audit", "audit.see", () => import("@/screens/admin/audit")),
];

export const router = createBrowserRouter(
  [
    { path: "/login", ErrorBoundary: ScreenError, HydrateFallback: () => null, lazy: async () => ({ Component: (await import("@/screens/login")).default }) },
    {
      Component: Gate,
      ErrorBoundary: ScreenError,
      children: [
        { path: "/password", HydrateFallback: () => null, lazy: async () => ({ Component: (await import("@/screens/login/password")).default }) },
        {
          Component: Shell,
          HydrateFallback: () => null,
          children: [{ index: true, Component: Home }, ...SCREENS, { path: "*", Component: NotFound }],
        },
      ],
    },
  ],
  { basename: "/app" },
);
