// One tag taken off by a press; the toast's undo puts it back until the same instant.
import { useMutation } from "@tanstack/react-query";
import { sentence } from "@/app/problem";
import type { BorneTag } from "@/app/types";
import { t } from "@/i18n";
import type { TagChange } from "@/screens/customers/acts/calls";
import { called } from "@/screens/customers/model/tagging";
import { tagOf } from "@/screens/customers/words";
import { toast } from "@/ui";

export function useTakeOff<T extends BorneTag>(send: (change: TagChange, tag: T) => Promise<unknown>) {
  return useMutation({
    mutationFn: (tag: T) => send({ remove: [called(tag)] }, tag),
    onSuccess: (_, tag) => {
      const { name, until_at } = tag;
      const text = t("ui.customers.tag.taken", { name: tagOf(tag) });
      const back = () => send({ add: [name ?? ""], until_at }, tag).catch((error: unknown) => toast({ text: sentence(error), tone: "danger" }));
      toast(name ? { text, action: { label: t("ui.act.undo"), run: () => void back() } } : { text });
    },
  });
}
