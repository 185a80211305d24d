// What somebody pasted, at a glance. Pure; the server reads the lines for good.
import type { ListUpload } from "@/app/types";

/** Lines with something in them. */
export function linesOf(text: string): number {
  return text ? text.split(/\r\n|\r|\n/).filter((line) => line.trim()).length : 0;
}

/** What stands in the lines, from the first few: e-mails, Chinese mobile numbers, short numbers (our ids), else accounts. Of nothing: phones. */
export function guessed(text: string): ListUpload["by"] {
  const cells = text.slice(0, 4_000).split(/\r\n|\r|\n/).map((line) => line.split(/[,\t;]/)[0]?.trim().replaceAll(/^"|"$/g, "") ?? "").filter(Boolean).slice(0, 20);
  if (cells.length === 0) return "phone";
  const most = (pattern: RegExp) => cells.filter((cell) => pattern.test(cell.replaceAll(/[\s-]/g, ""))).length * 2 > cells.length;
  if (most(/^[^@]+@[^@]+\.[^@]+$/)) return "email";
  if (most(/^(\+?86)?1[3-9]\d{9}$/)) return "phone";
  return most(/^\d{1,9}$/) ? "customer_id" : "external_id";
}
