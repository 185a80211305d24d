import { Button, Input } from "antd";
import { type KeyboardEvent, useState } from "react";
import { t } from "@/i18n";
import { Dialog } from "@/ui";
import type { Task } from "../model/tasks";
import { Subjects } from "./Subjects";

interface ResultProps {
  tasks: Task[];
  onClose: () => void;
  run: (tasks: Task[], result: string) => void;
}

/** Done, with what came of it. */
export function ResultDialog({ tasks, onClose, run }: ResultProps) {
  const [result, setResult] = useState("");
  const press = () => {
    onClose();
    run(tasks, result);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && !event.nativeEvent.isComposing) press();
  };
  return (
    <Dialog open onClose={onClose} title={t("ui.today.result.title")} width={460} footer={
      <>
        <span className="spread" />
        <Button onClick={onClose}>{t("ui.act.back")}</Button>
        <Button type="primary" onClick={press}>{t("ui.today.done")}</Button>
      </>
    }>
      <Subjects tasks={tasks} />
      <label className="td-result">
        <span>{t("ui.today.result.label")}</span>
        <Input.TextArea rows={3} maxLength={2000} value={result} placeholder={t("ui.today.result.hint")} onKeyDown={onKey}
          onChange={(event) => setResult(event.target.value)} />
      </label>
    </Dialog>
  );
}
