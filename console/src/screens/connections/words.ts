import type { ConnectionView } from "@/app/types";
import { named, t, tk, type Params } from "@/i18n";
import { duration } from "@/i18n/format";
import type { Tone } from "@/ui";

const TONES: Record<string, Tone> = { new: "forming", live: "alive", broken: "danger", off: "dead" };

export const toneOf = (one: ConnectionView): Tone => (one.trouble ? "danger" : (TONES[one.state] ?? "unknown"));
export const stateWord = (one: ConnectionView): string => named("connection.state", one.trouble && one.state !== "off" ? "broken" : one.state);

/** What is wrong, and the next step. */
export function troubleText(trouble: NonNullable<ConnectionView["trouble"]>): string {
  return tk(`connection.trouble.${trouble.code}`, (trouble.params ?? {}) as Params, trouble.code);
}

/** The whole address of the callback. The server knows its own only where it was told: setting public_url. */
export function callbackAddress(one: ConnectionView): string {
  return one.callback.startsWith("/") ? `${window.location.origin}${one.callback}` : one.callback;
}

/** Whether WeCom, outside, could ever reach it. */
export function isPrivate(address: string): boolean {
  const { hostname, protocol } = new URL(address);
  return protocol === "http:" && /^(localhost|127\.|10\.|192\.168\.|\[::1\])/.test(hostname);
}

export function lagText(lag: number | null): string {
  return lag === null ? "–" : lag < 1_000 ? t("ui.connections.lag.none") : duration(lag / 1_000);
}
