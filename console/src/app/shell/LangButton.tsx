import { chooseLang } from "@/app/session";
import { lang, LANGS, OWN_NAME, t, TAG } from "@/i18n";
import { Icon } from "@/ui/icons";

/** Shows the other language by its own name: the one who needs it can read it. */
export function LangButton() {
  const other = LANGS.find((one) => one !== lang()) ?? "en";
  return (
    <button type="button" className="text-button" aria-label={t("ui.lang.to")} onClick={() => void chooseLang(other)}>
      <Icon name="globe" />
      <span lang={TAG[other]}>{OWN_NAME[other]}</span>
    </button>
  );
}
