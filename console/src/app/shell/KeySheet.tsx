import { boundKeys, useKeysOn } from "@/app/keys";
import { t } from "@/i18n";
import { Dialog } from "@/ui/Dialog";
import { Kbd } from "@/ui/Kbd";

/** What the keyboard does here and now: read from what is bound, so that it can't lie. */
export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const on = useKeysOn();
  if (!open) return null;
  const bound = boundKeys();
  const groups = [...new Set(bound.map((one) => one.group ?? t("ui.keys.here")))];
  return (
    <Dialog open onClose={onClose} title={t("ui.keys.sheet")} width={640}>
      {!on && <p className="form-error">{t("ui.keys.are_off")}</p>}
      <div className="keys-sheet">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {bound.filter((one) => (one.group ?? t("ui.keys.here")) === group).map((one) => (
                <div key={one.keys + one.label}><dt>{one.label}</dt><dd><Kbd keys={one.keys} /></dd></div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
