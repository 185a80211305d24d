// What stands where a screen can't: broken, absent, not allowed, or none chosen.
import { Button } from "antd";
import { Link, Navigate, useNavigate, useRouteError } from "react-router";
import { t } from "@/i18n";
import { EmptyState, ErrorState } from "@/ui/states";
import { Page } from "@/ui/Page";
import { PLACES } from "./nav";
import { useOutdated } from "./build";
import { ApiProblem } from "./problem";
import { can } from "./session";

export function Home() {
  const first = PLACES.find((place) => can(place.permission));
  return first ? <Navigate to={first.path} replace /> : <Forbidden />;
}

/** One screen fell over; the shell around it goes on. */
export function ScreenError() {
  const error = useRouteError();
  const outdated = useOutdated();
  const missing = !(error instanceof ApiProblem) && error instanceof Error && /dynamically imported|module script|preload/i.test(error.message);
  if (missing) {
    return (
      <Page title={t("ui.error.title")}>
        <EmptyState kind="never" title={outdated ? t("ui.build.new") : t("ui.error.chunk")} text={t("ui.build.text")}
          action={<Button type="primary" onClick={() => location.reload()}>{t("ui.act.reload")}</Button>} />
      </Page>
    );
  }
  return (
    <Page title={t("ui.error.title")}>
      <ErrorState error={error} what={t("ui.error.screen")} retry={() => location.reload()} />
    </Page>
  );
}

export function NotFound() {
  return (
    <Page title={t("ui.notfound.title")}>
      <EmptyState kind="nothing" title={t("ui.notfound.text")} action={<Link to="/">{t("ui.notfound.act")}</Link>} />
    </Page>
  );
}

export function Forbidden() {
  const navigate = useNavigate();
  return (
    <Page title={t("ui.forbidden.title")}>
      <EmptyState kind="nothing" title={t("ui.forbidden.text")} text={t("ui.forbidden.ask")}
        action={<Button onClick={() => void navigate(-1)}>{t("ui.act.back")}</Button>} />
    </Page>
  );
}
