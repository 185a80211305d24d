// The accounts of a customer: those they act by, and their phones and e-mails. Pure.
import type { CustomerView } from "@/app/types";

type Accounts = Pick<CustomerView, "accounts" | "contacts">;

/** All of them once: a phone stands in both lists. */
export function allAccounts({ accounts, contacts }: Accounts): string[] {
  return [...new Set([...accounts.map((one) => one.id), ...contacts.map((one) => one.account_id)])];
}

/** Whether these may be parted from the rest: some, never all. */
export function partable(person: Accounts, chosen: ReadonlySet<string>): boolean {
  const all = allAccounts(person);
  const taken = all.filter((id) => chosen.has(id)).length;
  return taken > 0 && taken < all.length;
}
