import { Link } from "react-router";
import { named } from "@/i18n";

/** A group's name, leading to it while it is there. */
export function GroupName({ id, name, gone }: { id: string; name: string; gone?: boolean }) {
  const shown = name.trim() || named("digest", "unnamed");
  return gone ? <span className="rp-name">{shown}</span> : <Link className="rp-name" to={`/checkup/groups/${encodeURIComponent(id)}`}>{shown}</Link>;
}
