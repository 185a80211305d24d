// States of the whole screen: the first visit, and the bones of it.
import { Button } from "antd";
import { Link } from "react-router";
import { useCan } from "@/app/session";
import { t } from "@/i18n";
import { Bone, EmptyState, Skeleton } from "@/ui";

/** Nothing was ever imported. */
export function Never() {
  const mayImport = useCan("imports.run");
  return (
    <EmptyState kind="never" title={t("ui.checkup.never")} text={mayImport ? t("ui.checkup.never.text") : t("ui.checkup.never.ask")}
      action={mayImport && <Link to="/import"><Button type="primary" tabIndex={-1}>{t("ui.checkup.never.act")}</Button></Link>} />
  );
}

export function Bones() {
  return (
    <Skeleton height={700}>
      <Bone height={132} />
      <Bone height={36} width="60%" />
      {Array.from({ length: 11 }, (_, at) => <Bone key={at} height={28} />)}
    </Skeleton>
  );
}
