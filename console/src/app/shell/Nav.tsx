import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { NavLink, useLocation } from "react-router";
import { api, ok } from "@/app/api";
import { placeOf, SECTIONS, type Place } from "@/app/nav";
import { can, useCan, useSession } from "@/app/session";
import { t } from "@/i18n";
import { number } from "@/i18n/format";
import { Dialog } from "@/ui/Dialog";
import { Icon, Mark } from "@/ui/icons";
import { Pill } from "@/ui/Pill";
import { LangButton } from "./LangButton";
import { useMeActs } from "./Me";

const allowed = () =>
  SECTIONS.map((section) => ({ ...section, places: section.places.filter((place) => can(place.permission)) })).filter(
    (section) => section.places.length > 0,
  );

/** A count only where a person must act: what is due of one's own. */
function useDue(): number {
  const on = useCan("tasks.see");
  const { data } = useQuery({
    queryKey: ["tasks", "counts"],
    enabled: on,
    refetchInterval: 120_000,
    queryFn: async () =>
      (await ok(api.GET("/api/v1/tasks", { params: { query: { state: "open", mine: true, limit: 1 } } }))).counts,
  });
  return (data?.overdue ?? 0) + (data?.now ?? 0);
}

function Line({ place, due, onPress }: { place: Place; due?: number; onPress?: () => void }) {
  const here = placeOf(useLocation().pathname) === place;
  return (
    <NavLink to={place.path} className={here ? "nav-line active" : "nav-line"} {...(onPress ? { onClick: onPress } : {})}>
      <Icon name={place.icon} />
      <span className="spread ellipsis">{t(place.label)}</span>
      {due ? <span className="nav-count" aria-label={t("ui.nav.due", { n: due })}>{number(due)}</span> : null}
    </NavLink>
  );
}

export function SideNav() {
  const due = useDue();
  const session = useSession();
  return (
    <nav className="side" aria-label={t("ui.shell.menu")}>
      <NavLink to="/" className="side-brand" end>
        <Mark /> <span>{t("ui.brand")}</span>
      </NavLink>
      {allowed().map((section) => (
        <div key={section.id} className="side-section">
          {section.label && <p className="side-label">{t(section.label)}</p>}
          {section.places.map((place) => <Line key={place.path} place={place} due={place.path === "/today" ? due : 0} />)}
        </div>
      ))}
      <span className="spread" />
      {session.demo && <p className="side-foot"><Pill tone="brand">{t("ui.shell.demo")}</Pill></p>}
      <p className="side-foot muted">{t("ui.shell.version", { version: session.version })}</p>
    </nav>
  );
}

/** Under 768 px: three places and the rest behind "More". */
export function BottomBar() {
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const due = useDue();
  const me = useMeActs();
  const close = () => setOpen(false);
  const sections = allowed();
  const thumbs = sections.flatMap((section) => section.places).filter((place) => place.thumb);
  const elsewhere = !thumbs.some((place) => pathname.startsWith(place.path));
  return (
    <nav className="bottom" aria-label={t("ui.shell.menu")}>
      {thumbs.map((place) => (
        <NavLink key={place.path} to={place.path} className="bottom-line">
          <Icon name={place.icon} size={20} />
          <span>{t(place.label)}</span>
          {place.path === "/today" && due > 0 && <span className="bottom-count" aria-label={t("ui.nav.due", { n: due })}>{number(due)}</span>}
        </NavLink>
      ))}
      <button type="button" className={elsewhere ? "bottom-line active" : "bottom-line"} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="more" size={20} />
        <span>{t("ui.nav.more")}</span>
      </button>
      <Dialog open={open} onClose={close} title={t("ui.nav.more")} className="sheet">
        {sections.map((section) => {
          const rest = section.places.filter((place) => !place.thumb);
          return rest.length > 0 && (
            <div key={section.id} className="side-section">
              {section.label && <p className="side-label">{t(section.label)}</p>}
              {rest.map((place) => <Line key={place.path} place={place} onPress={close} />)}
            </div>
          );
        })}
        <div className="side-section">
          <p className="side-label">{t("ui.me.title")}</p>
          {me.map((item) => (
            <button key={item.id} type="button" className="nav-line" onClick={() => { close(); item.run(); }}>{item.text}</button>
          ))}
        </div>
        <LangButton />
      </Dialog>
    </nav>
  );
}
