import { Button } from "antd";
import { useRef } from "react";
import { useKeys } from "@/app/keys";
import { t } from "@/i18n";
import { Icon } from "@/ui";
import { Formats } from "./Formats";
import { type Found, fromList } from "./model/gather";

interface DropZoneProps {
  take: (found: Found[]) => void;
  /** Something hangs over the page. */
  over: boolean;
  /** Small, beside files that are there already. */
  more: boolean;
  /** The brand has no data at all yet. */
  never: boolean;
}

/** Where files go in: by drop, by two buttons, by paste. */
export function DropZone({ take, over, more, never }: DropZoneProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useKeys([{ keys: "c", label: t("ui.import.choose.files"), group: t("ui.keys.here"), run: () => files.current?.click() }]);
  const chosen = (input: HTMLInputElement) => {
    take(fromList(input.files ?? []));
    input.value = ""; // the same file may be chosen again
  };
  return (
    <section className={`im-drop${over ? " im-over" : ""}${more ? " im-more" : ""}`} aria-label={t("ui.import.drop.label")}>
      {!more && <span className="im-drop-icon"><Icon name="import" size={22} /></span>}
      <div className="im-drop-words">
        {!more && <p className="im-drop-title"><span className="im-mouse">{t(over ? "ui.import.drop.now" : "ui.import.drop.title")}</span><span className="im-thumb">{t("ui.import.drop.thumb")}</span></p>}
        {more && <p className="muted">{t(over ? "ui.import.drop.now" : "ui.import.drop.more")}</p>}
        {!more && <p className="muted">{t("ui.import.drop.text")}</p>}
      </div>
      <div className="im-drop-acts">
        <Button type={more ? "default" : "primary"} onClick={() => files.current?.click()}>{t("ui.import.choose.files")}</Button>
        <Button className="im-mouse" onClick={() => folder.current?.click()}>{t("ui.import.choose.folder")}</Button>
      </div>
      {!more && <Formats />}
      {!more && never && <p className="im-never">{t("ui.import.never.demo")} <code>{t("ui.import.never.command")}</code></p>}
      <input ref={files} type="file" multiple hidden onChange={(event) => chosen(event.currentTarget)} />
      <input ref={(input) => { folder.current = input; input?.setAttribute("webkitdirectory", ""); }} type="file" hidden
        onChange={(event) => chosen(event.currentTarget)} />
    </section>
  );
}
