// What the builder's lines and groups may do to the rule, by path.
import { copyAt, insertAt, jointAt, type Joint, MAX_LEVELS, moveAt, nodeAt, type Path, removeAt, replaceAt, type Rule, turned, unwrapAt, wrapAt } from "../model";

export interface Edit {
  put: (path: Path, rule: Rule) => void;
  add: (path: Path, rule: Rule) => void;
  remove: (path: Path) => void;
  copy: (path: Path) => void;
  move: (path: Path, by: 1 | -1) => void;
  turn: (path: Path) => void;
  wrap: (path: Path) => void;
  unwrap: (path: Path) => void;
  joint: (path: Path, joint: Joint) => void;
  /** Whether a group may still be put there. */
  deeper: (path: Path) => boolean;
}

/** `write` is called with the whole new rule. */
export function editOf(rule: Rule, write: (rule: Rule) => void): Edit {
  return {
    put: (path, next) => write(replaceAt(rule, path, next)),
    add: (path, next) => write(insertAt(rule, path, next)),
    remove: (path) => write(removeAt(rule, path)),
    copy: (path) => write(copyAt(rule, path)),
    move: (path, by) => write(moveAt(rule, path, by)),
    turn: (path) => { const node = nodeAt(rule, path); if (node) write(replaceAt(rule, path, turned(node))); },
    wrap: (path) => write(wrapAt(rule, path, "any")),
    unwrap: (path) => write(unwrapAt(rule, path)),
    joint: (path, joint) => write(jointAt(rule, path, joint)),
    deeper: (path) => 2 * (path.length + 2) < MAX_LEVELS, // a group that is turned round is two levels
  };
}
