import { useLocation } from "react-router";
import { placeOf } from "@/app/nav";
import { t } from "@/i18n";
import { EmptyState, Page } from "@/ui";

/** Stands where a screen is still to be written. */
export default function Placeholder() {
  const place = placeOf(useLocation().pathname);
  return (
    <Page title={place ? t(place.label) : t("ui.brand")}>
      <EmptyState kind="never" title={t("ui.placeholder")} />
    </Page>
  );
}
