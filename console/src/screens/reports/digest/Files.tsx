import { lang, t } from "@/i18n";
import { Icon } from "@/ui";
import { filePath } from "../data";

/** The summary to open, print or keep. */
export function Files({ id }: { id: number }) {
  return (
    <>
      <a className="ant-btn ant-btn-default rp-file" href={filePath(id, "html", lang())} target="_blank" rel="noreferrer">
        <Icon name="print" /> {t("ui.digests.file.html")}
      </a>
      <a className="ant-btn ant-btn-default rp-file" href={filePath(id, "xlsx", lang())} download><Icon name="download" /> {t("ui.digests.file.xlsx")}</a>
      <a className="ant-btn ant-btn-default rp-file" href={filePath(id, "json", lang())} download><Icon name="download" /> {t("ui.digests.file.json")}</a>
    </>
  );
}
