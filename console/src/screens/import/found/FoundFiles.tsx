import { useState } from "react";
import type { Inspected } from "@/app/types";
import { t } from "@/i18n";
import { bytes, number } from "@/i18n/format";
import { Icon } from "@/ui";
import { kindWords, unreadWords } from "../words";

const MOST = 12;

/** Each file, what it is, or why it can't be read: those come first. */
export function FoundFiles({ files, more }: { files: Inspected[]; more: number }) {
  const [all, setAll] = useState(false);
  const shown = all ? files : files.slice(0, MOST);
  return (
    <>
      <ul className="im-files">
        {shown.map((file, index) => (
          <li key={`${file.name}-${index}`} className={`im-file${file.code ? " im-file-failed" : ""}`}>
            <bdi className="im-path" title={file.name}>{file.name}</bdi>
            <span className="im-file-size">{file.size > 0 && bytes(file.size)}</span>
            <span className="im-file-state">
              <Icon name={file.code ? "warn" : "check"} size={13} />
              {file.code ? t("ui.import.unreadable") : kindWords(file)}
            </span>
            {file.code && <p className="im-why">{unreadWords(file)}</p>}
          </li>
        ))}
      </ul>
      {files.length > shown.length && <button type="button" className="text-button" onClick={() => setAll(true)}>{t("ui.import.show_all", { n: number(files.length) })}</button>}
      {more > 0 && <p className="muted im-small">{t("ui.import.more_files", { n: number(more) })}</p>}
    </>
  );
}
