// The values a filter offers, and what each is called. Few are listed; groups and staff are searched for.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import { useSourceName } from "@/app/useSourceName";
import { named, t } from "@/i18n";
import { day } from "@/i18n/format";
import { namesQuery, STAGES, tagsQuery } from "../data";
import { type FilterName, flowOf } from "../model/view";

export interface Option {
  value: string;
  label: string;
  /** Under which heading it stands: a layer, a group of tags. */
  under?: string;
  count?: number;
}

export interface Offer {
  options: Option[];
  pending: boolean;
  error: unknown;
}

/** `text`: what is looked for, of those that are searched for on the server. */
export function useOptions(name: FilterName, text: string): Offer {
  const listed = name === "tier" || name === "source" || name === "segment";
  const names = useQuery({ ...namesQuery, enabled: listed });
  const sourceName = useSourceName();
  const tags = useQuery({ ...tagsQuery, enabled: name === "tag" });
  const staff = useStaff(name === "owner" ? text : null);
  const groups = useGroups(name === "group" ? text : null);
  const state = ({ isPending, error }: { isPending: boolean; error: unknown }, options: Option[] | undefined): Offer => ({
    options: options ?? [], pending: isPending, error,
  });
  switch (name) {
    case "stage": return { options: STAGES.map((value) => ({ value, label: named("stage", value) })), pending: false, error: null };
    case "tier": return state(names, names.data?.layers.flatMap((layer) => layer.tiers.map((tier) => ({ value: String(tier.id), label: tier.name, under: layer.name }))));
    case "source": return state(names, names.data && sourceOptions(names.data.sources, sourceName));
    case "segment": return state(names, names.data?.segments.map((one) => ({ value: String(one.id), label: one.name })));
    case "tag": return state(tags, tags.data && tagOptions(tags.data));
    case "owner": return state(staff, staff.data);
    case "group": return state(groups, groups.data);
    case "flow": return { options: [], pending: false, error: null }; // chosen on 生命周期
  }
}

const sourceOptions = (sources: string[], nameOf: (source: string) => string): Option[] =>
  sources.map((value) => ({ value, label: nameOf(value) })).sort((a, b) => a.label.localeCompare(b.label));

type Tags = NonNullable<Awaited<ReturnType<NonNullable<typeof tagsQuery.queryFn>>>>;

function tagOptions({ groups, unmanaged }: Tags): Option[] {
  const managed = groups.flatMap((group) => group.tags.map((tag) => ({ value: String(tag.id), label: tag.name, under: group.name, count: tag.figures.count })));
  const rest = unmanaged.map((tag) => ({ value: String(tag.id), label: tag.code ?? t("ui.customers.tag.nameless", { id: String(tag.id) }), under: t("ui.customers.tag.unmanaged"), count: tag.figures.count }));
  return [...managed, ...rest];
}

function useStaff(text: string | null, ids?: number[]) {
  return useQuery({
    queryKey: ["staff", "found", text, ids],
    enabled: text !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Option[]> => {
      const query = ids ? { ids } : { q: text ?? "" };
      const found = await ok(api.GET("/api/v1/segments/names/{of}", { signal, params: { path: { of: "staff" }, query } }));
      return found.items.map((one) => ({ value: String(one.id), label: one.name }));
    },
  });
}

function useGroups(text: string | null) {
  return useQuery({
    queryKey: ["checkup", "found", text],
    enabled: text !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Option[]> => {
      const found = await ok(api.GET("/api/v1/checkup/groups", { signal, params: { query: { q: text ?? "", limit: 50 } } }));
      return found.items.map((one) => ({ value: one.id, label: one.name }));
    },
  });
}

function flowName(value: string): string {
  const flow = flowOf(value);
  if (!flow) return t("ui.customers.filter.unknown");
  const from = flow.from === null ? t("ui.lifecycle.newcomer") : named("stage", flow.from);
  return t("ui.customers.flow", { from, to: named("stage", flow.to), first: day(flow.first), last: day(flow.last) });
}

/** What the value of a filter is called; itself while that is not known. */
export function useValueName(name: FilterName, value: string): string {
  const staff = useStaff(name === "owner" ? "" : null, name === "owner" ? [Number(value)] : undefined);
  const offer = useOptions(name === "owner" || name === "group" ? "stage" : name, "");
  const group = useQuery({
    queryKey: ["checkup", "called", value],
    enabled: name === "group",
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/checkup/groups/{group_id}", { signal, params: { path: { group_id: value } } }))).row.name,
  });
  if (name === "group") return group.data ?? value;
  if (name === "flow") return flowName(value);
  const options = name === "owner" ? (staff.data ?? []) : offer.options;
  const found = options.find((one) => one.value === value);
  if (!found) return name === "owner" || name === "source" ? value : t("ui.customers.filter.unknown");
  return found.under && name === "tier" ? t("ui.customers.tier.of", { layer: found.under, tier: found.label }) : found.under && name === "tag" ? `${found.under}/${found.label}` : found.label;
}
