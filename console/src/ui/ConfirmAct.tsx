// Every act that reaches others: first who, how many, what and how to undo it; then one press; then an undo toast.
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { aftermath, sentence } from "@/app/problem";
import { t } from "@/i18n";
import { Dialog } from "./Dialog";
import { toast } from "./toast";

export interface ConfirmActProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** The preview. */
  children: ReactNode;
  /** The act in words: "Stop 12 groups", never "OK". */
  act: string;
  danger?: boolean;
  /** The preview is still being fetched, or there is nothing to do. */
  disabled?: boolean;
  /** How to undo it, or that it can't be: said beside the button. */
  undoHint?: ReactNode;
  run: () => Promise<unknown>;
  /** Said after it worked; a function where only then it is known what came of it. */
  done: string | (() => string);
  /** Offered in the toast for ten seconds. */
  undo?: () => Promise<unknown>;
  width?: number;
}

export function ConfirmAct(props: ConfirmActProps) {
  const { open, onClose, title, children, act, danger, disabled, undoHint, run, done, undo, width } = props;
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>();

  const close = () => {
    if (busy) return;
    setFailed(undefined);
    onClose();
  };
  const takeBack = async () => {
    try {
      await undo?.();
      toast({ text: t("ui.undo.done") });
    } catch (error) {
      toast({ text: sentence(error), tone: "danger" });
    }
  };
  const press = async () => {
    setBusy(true);
    setFailed(undefined);
    try {
      await run();
      const text = typeof done === "string" ? done : done();
      toast(undo ? { text, action: { label: t("ui.act.undo"), run: () => void takeBack() } } : { text });
      onClose();
    } catch (error) {
      setFailed(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog open={open} onClose={close} title={title} {...(width ? { width } : {})} footer={
      <>
        <span className="muted spread">{undoHint ?? (undo ? t("ui.undo.hint") : null)}</span>
        <Button onClick={close} disabled={busy}>{t("ui.act.back")}</Button>
        <Button type="primary" danger={danger ?? false} loading={busy} disabled={disabled ?? false} onClick={() => void press()}>
          {act}
        </Button>
      </>
    }>
      {children}
      {failed !== undefined && <p className="form-error" role="alert">{sentence(failed)} {aftermath(failed)}</p>}
    </Dialog>
  );
}
