// A text field whose value also stands in the address: local while typing (a field that the router controls loses the
// first Chinese character), written to the address when the typing pauses, and never while an input method composes.
import { type ChangeEvent, useEffect, useRef, useState } from "react";

const PAUSE_MS = 250;

export interface Text {
  /** What the field shows. */
  shown: string;
  /** What is meant so far: without what is still being composed. */
  meant: string;
  set: (text: string) => void;
  field: {
    value: string;
    onChange: (event: ChangeEvent<HTMLInputElement>) => void;
    onCompositionStart: () => void;
    onCompositionEnd: (event: { currentTarget: HTMLInputElement }) => void;
  };
}

export function useText(outside: string, write: (text: string) => void): Text {
  const [shown, setShown] = useState(outside);
  const [meant, setMeant] = useState(outside);
  const written = useRef(outside);
  const composing = useRef(false);
  const latest = useRef(write);
  latest.current = write;

  // Somebody else changed the address: a saved view, "clear", the back button.
  useEffect(() => {
    if (outside === written.current) return;
    written.current = outside;
    setShown(outside);
    setMeant(outside);
  }, [outside]);

  useEffect(() => {
    if (meant === written.current) return;
    const timer = setTimeout(() => {
      written.current = meant;
      latest.current(meant);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [meant]);

  const mean = (text: string) => {
    setShown(text);
    if (!composing.current) setMeant(text);
  };
  return {
    shown,
    meant,
    set: mean,
    field: {
      value: shown,
      onChange: (event) => mean(event.target.value),
      onCompositionStart: () => { composing.current = true; },
      onCompositionEnd: (event) => {
        composing.current = false;
        mean(event.currentTarget.value);
      },
    },
  };
}
