import { useState } from "react";
import { t } from "@/i18n";
import { number } from "@/i18n/format";

const MOST = 30;

interface NamesProps {
  title: string;
  text: string;
  names: string[];
}

/** A list of names with what it means, such as accounts that fit nobody. */
export function Names({ title, text, names }: NamesProps) {
  const [all, setAll] = useState(false);
  if (names.length === 0) return null;
  const shown = all ? names : names.slice(0, MOST);
  return (
    <section className="card im-names">
      <h2>{title}</h2>
      <p className="muted">{text}</p>
      <ul>{shown.map((name) => <li key={name}><bdi>{name}</bdi></li>)}</ul>
      {names.length > shown.length && <button type="button" className="text-button" onClick={() => setAll(true)}>{t("ui.import.show_all", { n: number(names.length) })}</button>}
    </section>
  );
}
