// Nobody passes without a session; who must change the password goes there first.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { t } from "@/i18n";
import { ErrorState, useLate } from "@/ui/states";
import { Mark } from "@/ui/icons";
import { applyAccountLang, sessionQuery } from "./session";

export function Gate() {
  const session = useQuery(sessionQuery);
  const { pathname, search } = useLocation();
  const late = useLate(400);
  const user = session.data?.user;
  useEffect(() => {
    if (user && !user.must_change_password) void applyAccountLang().catch(() => undefined);
  }, [user?.id, user?.must_change_password]);

  if (session.data === undefined) {
    if (session.error) {
      return <main className="gate"><ErrorState error={session.error} what={t("ui.error.start")} still={t("ui.error.kept")} retry={() => void session.refetch()} /></main>;
    }
    return <main className="gate" aria-busy="true">{late && <Mark size={40} />}</main>;
  }
  if (!session.data) {
    const to = pathname === "/" ? "" : `?to=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/login${to}`} replace />;
  }
  if (user?.must_change_password && pathname !== "/password") return <Navigate to="/password" replace />;
  return <Outlet />;
}
