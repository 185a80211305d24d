// The frame around every screen: menu, bar, what the keyboard does everywhere.
import { useEffect, useState } from "react";
import { Outlet, useLocation, useNavigate, useNavigation } from "react-router";
import { useCommands } from "@/app/commands";
import { useJobStream } from "@/app/jobs";
import { useKeys } from "@/app/keys";
import { PLACES, placeOf } from "@/app/nav";
import { can, chooseLang } from "@/app/session";
import { lang, t } from "@/i18n";
import { Bars } from "./Bars";
import { DemoBar } from "./demo/DemoBar";
import { KeySheet } from "./KeySheet";
import { BottomBar, SideNav } from "./Nav";
import { Palette } from "./Palette";
import { useMeActs } from "./Me";
import { TopBar } from "./TopBar";
import { Views } from "./Views";

export function Shell() {
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const navigate = useNavigate();
  const moving = useNavigation().state !== "idle";
  const { pathname } = useLocation();
  const me = useMeActs();
  const other = lang() === "zh" ? "en" : "zh";
  const places = PLACES.filter((place) => can(place.permission));
  useJobStream();
  useEffect(() => {
    if (!window.location.hash) window.scrollTo(0, 0);
  }, [pathname]);

  useKeys([
    { keys: "mod+k", label: t("ui.keys.palette"), group: t("ui.keys.everywhere"), run: () => setPalette(true) },
    { keys: "?", label: t("ui.keys.sheet"), group: t("ui.keys.everywhere"), run: () => setSheet(true) },
    { keys: "mod+shift+l", label: t("ui.keys.lang"), group: t("ui.keys.everywhere"), run: () => void chooseLang(other) },
    { keys: "/", label: t("ui.keys.filter"), group: t("ui.keys.everywhere"), run: focusFilter },
    ...places.filter((place) => place.keys).map((place) => ({
      keys: place.keys ?? "", label: t("ui.keys.go", { place: t(place.label) }), group: t("ui.keys.goto"),
      run: () => void navigate(place.path),
    })),
  ]);
  useCommands([
    ...places.flatMap((place) =>
      (place.views ?? [{ path: place.path, label: place.label }]).map((view) => ({
        id: `go:${view.path}`, kind: "go" as const, words: t(place.words),
        label: view.label === place.label ? t(place.label) : t("ui.nav.within", { place: t(place.label), view: t(view.label) }),
        ...(view.path === place.path && place.keys ? { keys: place.keys } : {}),
        run: () => void navigate(view.path),
      })),
    ),
    { id: "act:lang", kind: "act", label: t("ui.lang.to"), words: t("ui.lang.words"), keys: "mod+shift+l", run: () => void chooseLang(other) },
    { id: "act:keys", kind: "act", label: t("ui.keys.sheet"), words: t("ui.keys.words"), keys: "?", run: () => setSheet(true) },
    ...me.map((item) => ({ id: `act:${item.id}`, kind: "act" as const, label: item.text, words: item.words, run: item.run })),
  ]);

  const place = placeOf(pathname);
  return (
    <div className="shell">
      <a className="skip" href="#screen">{t("ui.shell.skip")}</a>
      <SideNav />
      <div className="shell-main">
        <TopBar onPalette={() => setPalette(true)} onSheet={() => setSheet(true)} />
        <div className={moving ? "moving on" : "moving"} aria-hidden="true" />
        <Bars />
        <DemoBar />
        <main id="screen" className="screen" tabIndex={-1}>
          {place?.views && <Views views={place.views} />}
          <Outlet />
        </main>
      </div>
      <BottomBar />
      <Palette open={palette} onClose={() => setPalette(false)} />
      <KeySheet open={sheet} onClose={() => setSheet(false)} />
    </div>
  );
}

/** `/`: the screen's own filter, which says so by this attribute. */
function focusFilter(): void {
  document.querySelector<HTMLElement>("[data-filter] input, input[data-filter]")?.focus();
}
