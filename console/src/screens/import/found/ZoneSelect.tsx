import { Select } from "antd";
import { useMemo } from "react";
import { useSession } from "@/app/session";
import { offset, zones } from "../model/zones";

/** Any time zone, the brand's own first. */
export function ZoneSelect({ id, value, change }: { id: string; value: string; change: (zone: string) => void }) {
  const { zone } = useSession();
  const options = useMemo(() => zones([zone]).map((name) => ({ value: name, label: `${name.replaceAll("_", " ")} · ${offset(name)}` })), [zone]);
  const found = (typed: string, option?: { value: string; label: string }) =>
    !!option && `${option.value} ${option.label}`.toLowerCase().includes(typed.trim().toLowerCase());
  return <Select id={id} className="im-select" classNames={{ popup: { root: "im-popup" } }} showSearch={{ filterOption: found }} value={value} options={options} popupMatchSelectWidth={false} onChange={change} />;
}
