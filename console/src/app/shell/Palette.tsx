// ⌘K: go, act, run. The query finds commands at once and groups by their name from the server.
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { useNavigate } from "react-router";
import { api, ok } from "@/app/api";
import { type Command, find, useAllCommands } from "@/app/commands";
import { useCan } from "@/app/session";
import { t } from "@/i18n";
import { Dialog } from "@/ui/Dialog";
import { Icon } from "@/ui/icons";
import { Kbd } from "@/ui/Kbd";

const KINDS = { go: "ui.palette.go", act: "ui.palette.act", run: "ui.palette.run" } as const;

export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title={<span className="hidden-text">{t("ui.keys.palette")}</span>} className="palette" width={600}>
      <Body onClose={onClose} />
    </Dialog>
  );
}

function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

function useGroups(query: string): Command[] {
  const navigate = useNavigate();
  const wanted = useSettled(query.trim(), 180);
  const on = useCan("groups.see") && wanted.length > 0;
  const { data } = useQuery({
    queryKey: ["checkup", "search", wanted],
    enabled: on,
    meta: { quiet: true },
    queryFn: async ({ signal }) =>
      (await ok(api.GET("/api/v1/checkup/groups", { params: { query: { q: wanted, limit: 6 } }, signal }))).items,
  });
  return (on ? (data ?? []) : []).map((group) => ({
    id: `group:${group.id}`, label: group.name, kind: "go", words: group.owner ?? "",
    run: () => void navigate(`/checkup/groups/${encodeURIComponent(group.id)}`),
  }));
}

function Body({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const commands = useAllCommands();
  const groups = useGroups(query);
  const rows = [...find(commands, query), ...groups].slice(0, 14);
  const active = Math.min(at, rows.length - 1);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return; // Enter ends a word of Pinyin, not the search
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && rows.length) {
      event.preventDefault();
      setAt((active + step + rows.length) % rows.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(rows[active]);
    }
  };
  useEffect(() => {
    document.getElementById(`${list}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active, list]);
  return (
    <>
      <div className="palette-search">
        <Icon name="search" />
        <input value={query} placeholder={t("ui.palette.placeholder")} role="combobox" aria-expanded="true"
          aria-controls={list} aria-activedescendant={rows.length ? `${list}-${active}` : undefined}
          aria-label={t("ui.keys.palette")} autoComplete="off" spellCheck={false} onKeyDown={onKeyDown}
          onChange={(event) => { setQuery(event.target.value); setAt(0); }} />
      </div>
      <div id={list} className="palette-list" role="listbox" aria-label={t("ui.keys.palette")}>
        {rows.map((command, index) => (
          <div key={command.id} id={`${list}-${index}`} role="option" aria-selected={index === active} className="palette-row"
            onMouseMove={() => setAt(index)} onClick={() => run(command)}>
            <span className="palette-kind">{t(KINDS[command.kind])}</span>
            <span className="spread ellipsis">{command.label}</span>
            {command.keys && <Kbd keys={command.keys} />}
          </div>
        ))}
      </div>
      {rows.length === 0 && <p className="palette-none muted" role="status">{t("ui.palette.none", { query })}</p>}
    </>
  );
}
