// Above every screen of the demo: what time it is there, and what its people shall do.
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useCan, useSession } from "@/app/session";
import { t } from "@/i18n";
import { clock, instant } from "@/i18n/format";
import { Icon } from "@/ui/icons";
import { demoQuery, useMove } from "./data";
import { ScanDialog } from "./ScanDialog";

export function DemoBar() {
  const { demo } = useSession();
  const { data } = useQuery({ ...demoQuery, enabled: demo });
  const may = useCan("connections.manage");
  const [scanning, setScanning] = useState(false);
  const move = useMove();
  useTicks();
  if (!demo || !data) return null;
  const still = data.state !== "up" || data.moving_to !== null || move.isPending;
  return (
    <section className="demo-bar" aria-label={t("ui.demo.bar")}>
      <span className="demo-name">{t("ui.demo.tenant")}</span>
      <time className="demo-time" dateTime={new Date(clock()).toISOString()}>{instant(clock(), true)}</time>
      <span className="demo-state" role="status">{said(data)}</span>
      <span className="spread" />
      {may && (
        <span className="demo-acts">
          <Button size="small" disabled={still} onClick={() => move.mutate(1)} icon={<Icon name="clock" size={14} />}>{t("ui.demo.hour")}</Button>
          <Button size="small" disabled={still} onClick={() => move.mutate(24)} icon={<Icon name="today" size={14} />}>{t("ui.demo.day")}</Button>
          <Button size="small" disabled={still} onClick={() => setScanning(true)} icon={<Icon name="code" size={14} />}>{t("ui.demo.scan")}</Button>
        </span>
      )}
      {scanning && <ScanDialog onClose={() => setScanning(false)} />}
    </section>
  );

  function said(found: NonNullable<typeof data>): string {
    if (found.state === "starting") return t("ui.demo.starting");
    if (found.state !== "up") return t("ui.demo.away");
    return found.moving_to ? t("ui.demo.moving", { time: instant(found.moving_to, true) }) : "";
  }
}

/** The minute changes while nobody does anything. */
function useTicks() {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 5_000);
    return () => clearInterval(timer);
  }, []);
}
