// Words in what customers write, with the messages they would have found.
import { useState } from "react";
import { Link } from "react-router";
import { sentence } from "@/app/problem";
import type { TagRuleView, TagWords, WordsOutcome } from "@/app/types";
import { t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { instant } from "@/i18n/format";
import { Def, EmptyState, Skeleton } from "@/ui";
import { usePaused } from "@/screens/segments/data";
import { useWordsTry } from "../data";
import { faultOf, LONGEST, MOST_WORDS, pieces, wordsOf } from "../model/words";
import { howOf } from "./how";
import { Options } from "./Options";

interface WordsProps {
  id: number;
  kept: TagRuleView | null;
  may: boolean;
  /** Whether this person may see what customers wrote. */
  tries: boolean;
}

export function WordsEditor({ id, kept, may, tries }: WordsProps) {
  const [words, setWords] = useState(kept?.words?.words.join("\n") ?? "");
  const [exclude, setExclude] = useState(kept?.words?.exclude.join("\n") ?? "");
  const [mode, setMode] = useState<TagWords["mode"]>(kept?.words?.mode ?? "any");
  const [hits, setHits] = useState(String(kept?.words?.min_hits ?? 1));
  const [window, setWindow] = useState(String(kept?.words?.window_days ?? 30));
  const [sound, setSound] = useState(kept?.words?.homophones ?? false);
  const [how, setHow] = useState(() => howOf(kept));
  const wanted: TagWords = { words: wordsOf(words), exclude: wordsOf(exclude), mode, min_hits: Number(hits), window_days: Number(window), homophones: sound };
  const fault = faultOf(wanted);
  return (
    <>
      <div className="tg-two">
        <section className="card tg-words" aria-label={t("ui.tags.rule.by.words")}>
          <label className="form-field"><span>{t("ui.tags.words")}</span>
            <textarea className="rt-input" value={words} disabled={!may} onChange={(event) => setWords(event.target.value)} />
            <small className="muted">{t("ui.tags.words.hint")}</small></label>
          <label className="form-field"><span>{t("ui.tags.exclude")}</span>
            <textarea className="rt-input" value={exclude} disabled={!may} onChange={(event) => setExclude(event.target.value)} />
            <small className="muted">{t("ui.tags.exclude.hint")}</small></label>
          <div className="tg-how">
            <label>{t("ui.tags.mode")}
              <select className="rt-input" value={mode} disabled={!may} onChange={(event) => setMode(event.target.value as TagWords["mode"])}>
                <option value="any">{t("ui.tags.mode.any")}</option><option value="all">{t("ui.tags.mode.all")}</option>
              </select></label>
            <label>{t("ui.tags.hits")} <input className="rt-input" inputMode="numeric" value={hits} disabled={!may} onChange={(event) => setHits(event.target.value)} /></label>
            <label>{t("ui.tags.window")} <input className="rt-input" inputMode="numeric" value={window} disabled={!may} onChange={(event) => setWindow(event.target.value)} /></label>
            <span className="row"><input type="checkbox" aria-label={t("ui.tags.sound")} checked={sound} disabled={!may} onChange={(event) => setSound(event.target.checked)} />
              <Def k="tag_sound">{t("ui.tags.sound")}</Def></span>
          </div>
          {fault && fault !== "none" && <p className="form-error" role="alert">{t(`ui.tags.words.${fault}`, { most: MOST_WORDS, longest: LONGEST })}</p>}
        </section>
        <section className="card" aria-label={t("ui.tags.found")}>
          <h2><Def k="tag_words_try">{t("ui.tags.found")}</Def></h2>
          {!tries ? <p className="muted">{t("ui.tags.found.hidden")}</p> : fault ? <EmptyState kind="never" compact title={t("ui.tags.found.first")} /> : <Found words={wanted} />}
        </section>
      </div>
      <Options id={id} how={how} change={setHow} condition={false} says={fault ? null : { words: wanted }} may={may} />
    </>
  );
}

function Found({ words }: { words: TagWords }) {
  const said = usePaused(JSON.stringify(words), 500);
  const query = useWordsTry(JSON.parse(said) as TagWords);
  if (query.error) return <p className="form-error" role="alert">{sentence(query.error)}</p>;
  if (!query.data) return <Skeleton rows={6} height={240} />;
  return <div className={query.isPlaceholderData ? "tg-old" : undefined}><Outcome told={query.data} /></div>;
}

function Outcome({ told }: { told: WordsOutcome }) {
  return (
    <>
      <p className="tg-outcome" aria-live="polite">{t("ui.tags.found.count", { n: told.customers, messages: plain(told.messages) })}</p>
      <p className="muted">{t(told.complete ? "ui.tags.found.looked" : "ui.tags.found.partly", { looked: plain(told.looked) })}</p>
      {told.customers === 0 && <EmptyState kind="nothing" compact title={t("ui.tags.found.none")} />}
      {told.examples.length > 0 && (
        <ol className="tg-examples">
          {told.examples.map((one) => (
            <li key={`${one.customer_id}-${one.at}`}>
              <p className="row"><Link to={`/customers/${one.customer_id}`}>{one.name?.trim() || t("ui.retention.person", { id: one.customer_id })}</Link><span className="muted">{instant(one.at)}</span></p>
              <p>{pieces(one.text, one.spans).map((piece, at) => piece.span
                ? <mark key={at} className={piece.span.by_sound ? "sound" : undefined} title={piece.span.by_sound ? t("ui.tags.found.sound", { word: piece.span.word }) : piece.span.word}>{piece.text}</mark> // eslint-disable-line react/no-array-index-key
                : piece.text)}</p>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
