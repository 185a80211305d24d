import type { WebhookView } from "@/app/types";
import { t } from "@/i18n";
import { Copy, OnceShown } from "@/ui";
import { CHECK, HEADER } from "./check";

/** The secret, once, and what it is for: proving that a message is ours. */
export function Secret({ made, onClose }: { made: { webhook: WebhookView; secret: string } | undefined; onClose: () => void }) {
  return (
    <OnceShown secret={made?.secret} onClose={onClose} title={t("ui.digests.secret.title", { name: made?.webhook.name ?? "" })}>
      <p>{t("ui.digests.secret.text")}</p>
      <details className="rp-check-code">
        <summary>{t("ui.digests.secret.how")}</summary>
        <p className="muted rp-small">{t("ui.digests.secret.header")}</p>
        <code className="rp-code">{HEADER}</code>
        <p className="muted rp-small row">{t("ui.digests.secret.code")}<span className="spread" /><Copy text={CHECK} words /></p>
        <pre className="rp-code" tabIndex={0}>{CHECK}</pre>
      </details>
    </OnceShown>
  );
}
