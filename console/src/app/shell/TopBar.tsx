import { Link, useLocation } from "react-router";
import { useTitle } from "@/app/crumbs";
import { placeOf, SECTIONS } from "@/app/nav";
import { t } from "@/i18n";
import { Icon, Mark } from "@/ui/icons";
import { Kbd } from "@/ui/Kbd";
import { Freshness } from "./Freshness";
import { JobRing } from "./JobRing";
import { LangButton } from "./LangButton";
import { Me } from "./Me";

export function TopBar({ onPalette, onSheet }: { onPalette: () => void; onSheet: () => void }) {
  return (
    <header className="top">
      <Link to="/" className="top-mark" aria-label={t("ui.brand")}><Mark /></Link>
      <Crumbs />
      <span className="spread" />
      <Freshness />
      <button type="button" className="palette-button" onClick={onPalette} aria-label={t("ui.keys.palette")}>
        <Icon name="search" />
        <span className="palette-words">{t("ui.palette.button")}</span>
        <Kbd keys="mod+k" />
      </button>
      <JobRing />
      <span className="top-wide"><LangButton /></span>
      <span className="top-wide"><Me onSheet={onSheet} /></span>
    </header>
  );
}

function Crumbs() {
  const { pathname } = useLocation();
  const title = useTitle();
  const place = placeOf(pathname);
  const section = SECTIONS.find((one) => place && one.places.includes(place));
  const within = place && title && title !== t(place.label);
  return (
    <nav className="crumbs" aria-label={t("ui.shell.crumbs")}>
      <ol>
        {section?.label && <li className="crumb-far">{t(section.label)}</li>}
        {place && <li className={within ? "crumb-far" : ""} aria-current={within ? undefined : "page"}>{within ? <Link to={place.path}>{t(place.label)}</Link> : t(place.label)}</li>}
        {(within || !place) && title && <li aria-current="page" className="ellipsis">{title}</li>}
      </ol>
    </nav>
  );
}
