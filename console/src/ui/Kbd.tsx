const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
const NAMES: Record<string, string> = {
  mod: MAC ? "⌘" : "Ctrl", shift: MAC ? "⇧" : "Shift", alt: MAC ? "⌥" : "Alt",
  enter: "Enter", escape: "Esc", space: "Space", down: "↓", up: "↑", left: "←", right: "→",
};

/** Keys as people know them: `<Kbd keys="mod+k" />`, `<Kbd keys="g t" />`. */
export function Kbd({ keys }: { keys: string }) {
  const presses = keys.split(" ").map((press) => press.split("+").map((key) => NAMES[key] ?? key.toUpperCase()));
  return (
    <span className="kbds">
      {presses.map((parts) => <kbd key={parts.join("+")}>{parts.join(MAC ? "" : "+")}</kbd>)}
    </span>
  );
}
