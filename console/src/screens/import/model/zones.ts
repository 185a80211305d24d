/** Every time zone this browser knows, the likely ones first. */
export function zones(first: (string | undefined)[]): string[] {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set([...first, here, ...all, "UTC"])].filter((zone): zone is string => !!zone);
}

/** "UTC+8" beside a name that few know by heart; "" where the browser does not know the zone. */
export function offset(zone: string, at = new Date()): string {
  try {
    const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(at);
    return (parts.find((part) => part.type === "timeZoneName")?.value ?? "").replace("GMT", "UTC").replace("-", "−");
  } catch {
    return "";
  }
}
