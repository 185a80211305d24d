import { Button } from "antd";
import { useRef, useState } from "react";
import { t } from "@/i18n";
import { entries, LONGEST } from "../model/entries";
import { toast } from "@/ui";

/** A list of accounts, one id or name a line: typed, pasted, or from a text file. */
export function AccountList({ kind, value, change }: { kind: "staff" | "house"; value: string; change: (text: string) => void }) {
  const [text, setText] = useState(value);
  const file = useRef<HTMLInputElement>(null);
  const n = entries(text);
  const set = (next: string) => {
    setText(next);
    change(next);
  };
  const load = async (input: HTMLInputElement) => {
    const chosen = input.files?.[0];
    input.value = "";
    if (!chosen) return;
    const read = chosen.size <= LONGEST * 4 ? await chosen.text() : "";
    if (!read || read.includes("\0") || read.length > LONGEST) toast({ text: t("ui.import.list.bad"), tone: "danger" });
    else set(text.trim() ? `${text.trimEnd()}\n${read}` : read);
  };
  return (
    <details className="im-list" open={value !== ""}>
      <summary>{t(`ui.import.${kind}`)}{n > 0 && <span className="muted"> · {t("ui.import.list.n", { n })}</span>}</summary>
      <p className="muted im-small">{t(`ui.import.${kind}.why`)}</p>
      <textarea className="im-text" rows={4} maxLength={LONGEST} value={text} spellCheck={false} aria-label={t(`ui.import.${kind}`)}
        placeholder={t("ui.import.list.example")} onChange={(event) => set(event.target.value)} />
      <Button size="small" onClick={() => file.current?.click()}>{t("ui.import.list.file")}</Button>
      <input ref={file} type="file" accept=".txt,.csv,text/plain,text/csv" hidden onChange={(event) => void load(event.currentTarget)} />
    </details>
  );
}
