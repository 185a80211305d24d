import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useNavigate, useSearchParams } from "react-router";
import { useKeys } from "@/app/keys";
import { sentence } from "@/app/problem";
import { t } from "@/i18n";
import { toast } from "@/ui";
import { start } from "../data";
import { type Draft, forgetDraft } from "../draft";
import { queue } from "../upload/useUpload";

interface ActBarProps {
  upload: number;
  draft: Draft;
  files: number;
  /** Nothing of it can be read. */
  nothing: boolean;
  /** It is being looked at anew. */
  waiting: boolean;
  remove: () => void;
}

/** Try it without writing anything, or bring it in. */
export function ActBar({ upload, draft, files, nothing, waiting, remove }: ActBarProps) {
  const go = useNavigate();
  const [, setAddress] = useSearchParams();
  const act = useMutation({
    meta: { touches: ["imports"], quiet: true },
    mutationFn: (dry: boolean) => start(upload, draft, dry),
    onSuccess: (run, dry) => {
      if (dry) return setAddress({ upload: `${upload}`, dry: `${run}` }, { replace: true });
      forgetDraft(upload);
      queue.reset();
      toast({ text: t("ui.import.started") });
      void go(`/import/${run}`);
    },
  });
  const off = nothing || waiting || act.isPending;
  const press = (dry: boolean) => { if (!off) act.mutate(dry); };
  useKeys([
    { keys: "t", label: t("ui.import.try"), group: t("ui.keys.here"), run: () => press(true) },
    { keys: "mod+enter", label: t("ui.import.act"), group: t("ui.keys.here"), run: () => press(false) },
  ]);
  return (
    <div className="im-act">
      <div className="im-act-words">
        <p>{t(nothing ? "ui.import.act.nothing" : "ui.import.act.then", { n: files })}</p>
        {act.error && <p className="form-error" role="alert">{sentence(act.error)} {t("ui.import.act.still")}</p>}
      </div>
      <div className="im-act-buttons">
        <Button type="text" onClick={remove}><span className="im-mouse">{t("ui.import.remove")}</span><span className="im-thumb">{t("ui.import.remove.act")}</span></Button>
        <Button disabled={off} loading={act.isPending && act.variables} onClick={() => press(true)}>{t("ui.import.try")}</Button>
        <Button type="primary" disabled={off} loading={act.isPending && !act.variables} onClick={() => press(false)}>{t("ui.import.act")}</Button>
      </div>
    </div>
  );
}
