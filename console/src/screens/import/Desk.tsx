import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { useStatus } from "@/app/jobs";
import { t } from "@/i18n";
import { ConfirmAct, toast } from "@/ui";
import { forgetDraft } from "./draft";
import { DropZone } from "./DropZone";
import { Found } from "./found/Found";
import type { Found as File } from "./model/gather";
import { Sending } from "./upload/Sending";
import { queue, useUpload } from "./upload/useUpload";
import { lookAt } from "./upload/wire";
import { useIntake } from "./useIntake";

/** Where an import begins: files go in, what was found is shown and corrected, and then it is brought in. */
export function Desk() {
  const upload = useUpload();
  const never = useStatus()?.last_day === null;
  const [removing, setRemoving] = useState(false);
  const { id } = upload;
  const clear = useAddress(id);
  const take = (found: File[]) => {
    if (found.length > 0) queue.add(found);
    else toast({ text: t("ui.import.drop.none") });
  };
  const over = useIntake(take);
  const remove = async () => {
    if (id !== null) forgetDraft(id);
    clear();
    await queue.cancel();
  };
  const some = upload.state !== "empty";
  return (
    <>
      <DropZone take={take} over={over} more={some} never={never} />
      {some && upload.state !== "whole" && <Sending upload={upload} cancel={() => setRemoving(true)} />}
      {upload.state === "whole" && id !== null && <Found key={id} upload={id} sent={upload} remove={() => setRemoving(true)} />}
      <ConfirmAct open={removing} onClose={() => setRemoving(false)} title={t("ui.import.remove.title")} act={t("ui.import.remove.act")}
        danger run={remove} done={t("ui.import.remove.done")}>
        <p>{t("ui.import.remove.text", { n: upload.items.length })}</p>
      </ConfirmAct>
    </>
  );
}

/** The upload stands in the address: a reload, or the way back from another screen, finds it again. */
function useAddress(id: number | null): () => void {
  const [address, setAddress] = useSearchParams();
  const named = Number(address.get("upload")) || null;
  const clear = () => setAddress({}, { replace: true });
  useEffect(() => {
    if (queue.read().state === "empty" && named !== null) lookAt(named).then((view) => queue.adopt(view), clear);
  }, []); // once: later the upload leads, not the address
  useEffect(() => {
    if (id !== null && id !== named) setAddress({ upload: `${id}` }, { replace: true });
  }, [id, named, setAddress]);
  return clear;
}
