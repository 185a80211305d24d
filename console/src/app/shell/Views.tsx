import { NavLink, useLocation } from "react-router";
import type { Place } from "@/app/nav";
import { t } from "@/i18n";

/** The views of one screen, as tabs above it. A page of one thing (a group) has none. */
export function Views({ views }: { views: NonNullable<Place["views"]> }) {
  const { pathname } = useLocation();
  if (!views.some((view) => view.path === pathname)) return null;
  return (
    <nav className="views" aria-label={t("ui.shell.views")}>
      {views.map((view) => (
        <NavLink key={view.path} to={view.path} end className="view">{t(view.label)}</NavLink>
      ))}
    </nav>
  );
}
