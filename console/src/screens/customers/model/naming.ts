// Names of tags that nobody defined: the list of tags knows what the data calls them. Pure.
interface Tag {
  id: string;
  name: string | null;
}

export type Names = ReadonlyMap<string, string>;

/** What the data calls the tags that are not managed, by id. */
export function namesOf(unmanaged: { id: number; code: string | null }[]): Names {
  return new Map(unmanaged.flatMap((one) => (one.code === null ? [] : [[String(one.id), one.code] as const])));
}

export function isNameless(tags: Tag[]): boolean {
  return tags.some((tag) => tag.name === null);
}

/** The same tags with every name that is known; the very same list when there is nothing to add. */
export function withNames<T extends Tag>(tags: T[], names: Names): T[] {
  if (!tags.some((tag) => tag.name === null && names.has(tag.id))) return tags;
  return tags.map((tag) => ({ ...tag, name: tag.name ?? names.get(tag.id) ?? null }));
}
