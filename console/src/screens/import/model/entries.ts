export const LONGEST = 200_000; // characters of a list that the server takes

/** How many accounts a list names: one a line, remarks (#) and empty lines aside. */
export function entries(text: string): number {
  return text.split(/\r?\n/).filter((line) => line.trim() && !line.trim().startsWith("#")).length;
}
