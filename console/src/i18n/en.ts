import antd from "antd/es/locale/en_US";
import { type Language, merged } from "./catalogue";

const files = import.meta.glob(
  "@locales/en/{console*,channels,checkup*,connections,demo,insight,rules,segments,layers,lifecycle,retention,sends,sources,handover,tags,org,customers,contacts,tasks,digests,accounts,imports,importers,jobs,web,errors,serve,cli}.json",
  { eager: true, import: "default" },
);

export default { texts: merged(files), antd } satisfies Language;
