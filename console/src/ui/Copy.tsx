import { useState } from "react";
import { t } from "@/i18n";
import { Icon } from "./icons";
import { toast } from "./toast";

/** The clipboard needs https or localhost; a plain office address has the old way only. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard && isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "hidden-text";
  (document.querySelector("dialog[open]") ?? document.body).append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}

export function Copy({ text, words }: { text: string; words?: boolean }) {
  const [done, setDone] = useState(false);
  const press = async () => {
    const copied = await copyText(text);
    setDone(copied);
    if (!copied) toast({ text: t("ui.copy.failed"), tone: "danger" });
    setTimeout(() => setDone(false), 2_000);
  };
  const label = done ? t("ui.copy.done") : t("ui.copy");
  return (
    <button type="button" className={words ? "text-button" : "icon-button"} aria-label={label} title={label} onClick={() => void press()}>
      <Icon name={done ? "check" : "copy"} size={14} />
      {words && <span>{label}</span>}
    </button>
  );
}
