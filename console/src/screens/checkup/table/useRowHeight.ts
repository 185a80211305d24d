import { useMedia } from "../useMedia";

/** As tokens.css has it for --row. */
export function useRowHeight(): number {
  return useMedia("(pointer: coarse)") ? 52 : 44;
}
