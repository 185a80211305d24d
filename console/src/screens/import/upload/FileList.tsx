import { sentence } from "@/app/problem";
import { t } from "@/i18n";
import { bytes, number } from "@/i18n/format";
import { Icon } from "@/ui";
import { foremost, type Item } from "./item";

const MOST = 8;

/** The files one by one; of many, those that failed or move now. Names are strangers': text, never markup. */
export function FileList({ items }: { items: Item[] }) {
  const shown = foremost(items, MOST);
  return (
    <>
      <ul className="im-files">
        {shown.map((item) => (
          <li key={item.path} className={`im-file im-file-${item.state}`}>
            <bdi className="im-path" title={item.path}>{item.path}</bdi>
            <span className="im-file-size">{item.state === "done" || item.state === "failed" ? bytes(item.size) : t("ui.import.sent", { sent: bytes(item.sent), size: bytes(item.size) })}</span>
            <FileState item={item} />
            {item.state === "sending" && item.size > 0 && (
              <span className="bar im-file-bar" aria-hidden="true"><span style={{ width: `${(item.sent / item.size) * 100}%` }} /></span>
            )}
            {item.error !== null && <p className="im-why">{sentence(item.error)}</p>}
          </li>
        ))}
      </ul>
      {items.length > shown.length && <p className="muted im-small">{t("ui.import.more_files", { n: number(items.length - shown.length) })}</p>}
    </>
  );
}

function FileState({ item }: { item: Item }) {
  return (
    <span className="im-file-state">
      {item.state === "done" && <Icon name="check" size={13} />}
      {t(`ui.import.file.${item.state}`)}
    </span>
  );
}
