// One group, whole: in the drawer and on its own page.
import type { GroupDetail, GroupRow } from "@/app/types";
import type { Ask } from "../acts/useActs";
import { Activity } from "../charts/Activity";
import { Decay } from "../charts/Decay";
import { Flows } from "../charts/Flows";
import { Shares } from "../charts/Shares";
import { AdviceBox } from "./AdviceBox";
import { BlastList } from "./BlastList";
import { EvidenceBox } from "./EvidenceBox";
import { Facts } from "./Facts";
import { GroupTags } from "./GroupTags";
import { HistoryList } from "./HistoryList";
import { PeopleList } from "./PeopleList";
import { TaskList } from "./TaskList";

interface DetailProps {
  detail: GroupDetail;
  /** The row of the list, when it is newer than the detail: an act changes it first. */
  row: GroupRow;
  mayAct: boolean;
  ask: Ask;
  onOpen: (id: string) => void;
}

export function Detail({ detail, row, mayAct, ask, onOpen }: DetailProps) {
  const { report, daily, changes, flows, blasts, history, tasks, tags } = detail;
  return (
    <div className="cu-detail">
      <AdviceBox row={row} report={report} mayAct={mayAct} ask={ask} onOpen={onOpen} />
      <GroupTags row={row} tags={tags} mayAct={mayAct} ask={ask} />
      <Facts report={report} row={row} />
      <Activity daily={daily} changes={changes} />
      <Decay decay={report.decay} />
      {report.structure && <Shares structure={report.structure} gini={report.gini} keyPeople={report.key_people} />}
      <Flows flows={flows} />
      <PeopleList people={report.people} />
      <TaskList tasks={tasks} row={row} mayAct={mayAct} />
      <BlastList blasts={blasts} share={report.blast_share_28d} />
      <EvidenceBox report={report} />
      <HistoryList history={history} />
    </div>
  );
}
