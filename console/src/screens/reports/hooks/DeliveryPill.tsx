import type { DeliveryView } from "@/app/types";
import { named } from "@/i18n";
import { Pill, type Tone } from "@/ui";

const TONES: Record<DeliveryView["state"], Tone> = { waiting: "fading", delivered: "alive", refused: "danger", dead: "danger" };

export function DeliveryPill({ state }: { state: DeliveryView["state"] }) {
  return <Pill tone={TONES[state] ?? "unknown"}>{named("webhook.state", state)}</Pill>;
}
