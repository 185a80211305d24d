// The atoms, from one door: import { EmptyState, Pill, Spark } from "@/ui".
export { ConfirmAct, type ConfirmActProps } from "./ConfirmAct";
export { Copy, copyText } from "./Copy";
export { type Column, DataTable, type DataTableProps } from "./DataTable";
export { Def } from "./Def";
export { Dialog, type DialogProps } from "./Dialog";
export { Icon, type IconName } from "./icons";
export { JobBar, jobLine, jobTitle } from "./JobBar";
export { Kbd } from "./Kbd";
export { OnceShown } from "./OnceShown";
export { Page, type PageProps } from "./Page";
export { AdvicePill, fillOf, Pill, StatePill, type Tone } from "./Pill";
export { Menu, type MenuItem, Pop, type PopProps } from "./Pop";
export { Spark, type SparkProps } from "./Spark";
export { sparkPath } from "./sparkPath";
export { Bone, EmptyState, ErrorState, Load, Skeleton, useLate } from "./states";
export { dismiss, toast } from "./toast";
export { type Part, Parts, Verdict, type VerdictProps } from "./Verdict";
