import type { Digest } from "@/app/types";
import { named, t } from "@/i18n";
import { day } from "@/i18n/format";
import { fillOf, type Part, Verdict } from "@/ui";
import { sentenceOf } from "../words";
import { Advised } from "./Advised";
import { Blasts } from "./Blasts";
import { Figures } from "./Figures";
import { Moved } from "./Moved";
import { Tasks } from "./Tasks";

const STATES = ["alive", "fading", "dormant", "dead", "forming", "unknown"];

/** A summary: the sentence, what moved, the figures, what to do. */
export function Body({ digest }: { digest: Digest }) {
  const parts: Part[] = STATES.filter((state) => digest.states[state]).map((state) => ({
    key: state, label: named("state", state), value: digest.states[state] ?? 0, fill: fillOf(state),
  }));
  return (
    <div className="rp-body">
      <Verdict sentence={sentenceOf(digest.sentence)} parts={parts} partsLabel={t("ui.digests.states")}
        aside={<p className="muted">{digest.since ? t("ui.digests.compared", { since: day(digest.since, true), as_of: day(digest.as_of, true) }) : t("ui.digests.first")}</p>} />
      <div className="rp-columns">
        <div className="stack">
          <Moved moved={digest.moved} since={digest.since} />
          <Advised advised={digest.advised} since={digest.since} />
          <Blasts blasts={digest.blasts} />
        </div>
        <div className="stack rp-side">
          <Figures figures={digest.figures} before={digest.since && day(digest.since)} after={day(digest.as_of)} />
          <Tasks digest={digest} />
        </div>
      </div>
    </div>
  );
}
