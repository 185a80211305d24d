// Who owns a customer whom several follow, and what holds where they are of different units.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { sentence } from "@/app/problem";
import type { Organisation, Owners } from "@/app/types";
import { named, t } from "@/i18n";
import { Def, toast } from "@/ui";
import { setOwners } from "./data";

const OWNER: Owners["owner"][] = ["first", "last", "unit", "hand"];
const CLASH: Owners["clash"][] = ["keep", "share", "ask"];

export function OwnerRules({ org, may }: { org: Organisation; may: boolean }) {
  const [wanted, setWanted] = useState<Owners | null>(null);
  const shown = wanted ?? { owner: org.owner, clash: org.clash };
  const same = shown.owner === org.owner && shown.clash === org.clash;
  const save = useMutation({ meta: { quiet: true }, mutationFn: () => setOwners(shown), onSuccess: () => { setWanted(null); toast({ text: t("ui.org.rules.saved") }); } });
  return (
    <section className="card stack" aria-label={t("ui.org.rules")}>
      <h2>{t("ui.org.rules")}</h2>
      <div className="og-rules">
        <Choice name="owner" title={<Def k="owner_rule">{t("ui.org.rules.owner")}</Def>} label={t("ui.org.rules.owner")} area="owner_rule" of={OWNER} value={shown.owner} may={may} change={(owner) => setWanted({ ...shown, owner })} />
        <Choice name="clash" title={<Def k="clash_rule">{t("ui.org.rules.clash")}</Def>} label={t("ui.org.rules.clash")} area="clash_rule" of={CLASH} value={shown.clash} may={may} change={(clash) => setWanted({ ...shown, clash })} />
      </div>
      {shown.clash === "ask" && <p className="muted">{t("ui.org.rules.ask")}</p>}
      {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      {may && !same && (
        <div className="row"><span className="muted spread">{t("ui.org.rules.text")}</span>
          <Button onClick={() => setWanted(null)}>{t("ui.act.cancel")}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate()}>{t("ui.act.save")}</Button></div>
      )}
    </section>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  title: React.ReactNode;
  label: string;
  area: string;
  of: T[];
  value: T;
  may: boolean;
  change: (value: T) => void;
}

function Choice<T extends string>({ name, title, label, area, of, value, may, change }: ChoiceProps<T>) {
  return (
    <div role="radiogroup" aria-label={label}>
      <b>{title}</b>
      {of.map((one) => (
        <label key={one} className="og-choice">
          <input type="radio" name={name} checked={one === value} disabled={!may} onChange={() => change(one)} /><span>{named(area, one)}</span>
        </label>
      ))}
    </div>
  );
}
