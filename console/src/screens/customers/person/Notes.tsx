import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { sentence } from "@/app/problem";
import type { CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { instant } from "@/i18n/format";
import { toast } from "@/ui";
import { writeNote } from "../acts/calls";
import { Nothing, Section } from "./Section";
import { WithdrawNote } from "./WithdrawNote";

const LONGEST = 2_000;

/** What staff wrote down, newest first. A note is never edited: it is taken back, and written again. */
export function Notes({ person, mayEdit }: { person: CustomerView; mayEdit: boolean }) {
  const [text, setText] = useState("");
  const write = useMutation({
    meta: { quiet: true },
    mutationFn: (said: string) => writeNote(person.id, said),
    onSuccess: () => { setText(""); toast({ text: t("ui.customers.note.done") }); },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) write.mutate(text.trim());
  };
  return (
    <Section id="notes" title={t("ui.customers.notes")} count={person.notes.length || undefined}>
      {mayEdit && (
        <form className="cs-note-form" onSubmit={submit}>
          <Input.TextArea id="note-text" autoSize={{ minRows: 1, maxRows: 8 }} maxLength={LONGEST} value={text} onChange={(event) => setText(event.target.value)}
            placeholder={t("ui.customers.note.example")} aria-label={t("ui.customers.note")} />
          {text.trim() !== "" && <Button type="primary" htmlType="submit" loading={write.isPending}>{t("ui.customers.note.write")}</Button>}
          {write.error && <p className="form-error" role="alert">{sentence(write.error)}</p>}
        </form>
      )}
      {person.notes.length === 0 && !mayEdit && <Nothing>{t("ui.customers.notes.none")}</Nothing>}
      <ul className="cs-notes">
        {person.notes.map((note) => (
          <li key={note.id}>
            <p>{note.text}</p>
            <small className="muted">{[note.by, instant(note.at)].filter(Boolean).join(" · ")}</small> {mayEdit && <WithdrawNote person={person.id} note={note.id} text={note.text} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}
