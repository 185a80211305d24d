import { useEffect, useSyncExternalStore } from "react";
import { Queue } from "./queue";
import type { Snapshot } from "./item";
import { wire } from "./wire";

/** The upload of this tab: it goes on while other screens are open. */
export const queue = new Queue(wire);

// Closing the tab would cut it off: the browser asks first. What has arrived stays, and goes on when dropped again.
queue.listen(() => {
  const { state } = queue.read();
  if (state === "sending") addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
});

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export function useUpload(): Snapshot {
  return useSyncExternalStore(queue.listen, queue.read);
}

/** A text of something that changes quickly, said once in ten seconds. */
export function useSeldom(run: () => void, on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(run, 10_000);
    return () => clearInterval(timer);
  });
}
