import type { ReactNode } from "react";
import { has, t, tk } from "@/i18n";
import { Icon } from "./icons";
import { Pop } from "./Pop";

/** A number's or column's name with its definition one click away. `k`: a key of insight.json, "define.<k>"; or
 * "ui.define.<k>" of a console file. Children: what to show; none: the column's own name. */
export function Def({ k, children }: { k: string; children?: ReactNode }) {
  const name = has(`column.${k}`) ? tk(`column.${k}`) : undefined;
  const meaning = has(`define.${k}`) ? `define.${k}` : `ui.define.${k}`;
  const shown = children ?? name;
  const of = name ?? (typeof children === "string" && children.trim() ? children : k);
  return (
    <span className="def">
      {shown}
      <Pop trigger={<Icon name="info" size={13} />} label={t("ui.def.of", { name: of })} className="def-button" panelClass="def-panel">
        {name && <p className="def-name">{name}</p>}
        <p>{tk(meaning)}</p>
      </Pop>
    </span>
  );
}
