import { Button } from "antd";
import type { ReactNode } from "react";
import { t } from "@/i18n";
import { Copy } from "./Copy";
import { Dialog } from "./Dialog";

export interface OnceShownProps {
  /** The secret; undefined: closed. */
  secret: string | undefined;
  onClose: () => void;
  title: ReactNode;
  /** What it is for, and that it won't be shown again. */
  children: ReactNode;
}

/** A password or secret that the server has told once and will never tell again: closes by its button only. */
export function OnceShown({ secret, onClose, title, children }: OnceShownProps) {
  return (
    <Dialog open={secret !== undefined} onClose={onClose} title={title} sticky
      footer={<><span className="spread" /><Button type="primary" onClick={onClose}>{t("ui.once.saved")}</Button></>}>
      <div>{children}</div>
      <div className="once"><code>{secret}</code><Copy text={secret ?? ""} words /></div>
      <p className="muted">{t("ui.once.hint")}</p>
    </Dialog>
  );
}
