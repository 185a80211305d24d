import { Link } from "react-router";
import type { ConnectionView } from "@/app/types";
import { t, tk } from "@/i18n";
import { number } from "@/i18n/format";
import { Icon } from "@/ui";

/** The quotas that are nearly used up, and what to do: codes are ended here, tags are deleted over there. */
export function Near({ one }: { one: ConnectionView }) {
  return (
    <>
      {one.quotas.filter((each) => each.near).map((each) => (
        <p key={each.name} className="cn-near">
          <Icon name="warn" />
          <span>
            {tk(`connection.quota.${each.name}.near`, { used: number(each.used), most: number(each.most) })}
            {each.name === "codes" && <> <Link to="/sources">{t("ui.connections.quota.codes.open")}</Link></>}
          </span>
        </p>
      ))}
    </>
  );
}
