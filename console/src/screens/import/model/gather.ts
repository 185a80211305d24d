// Files from a drop, a folder button or the clipboard, with their paths. What a system leaves beside them is left out.
export interface Found {
  path: string;
  file: File;
}

const LEFT_OUT = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX\/.*|\._[^/]*|~\$[^/]*)$/i;

/** What nobody meant to import: a system's own files, and locks of open workbooks. */
export function leftOut(path: string): boolean {
  return LEFT_OUT.test(path);
}

/** A path the server may refuse is left to the server, which says why; half characters can't travel in an address. */
function found(path: string, file: File): Found {
  return { path: path.replace(/^\/+/, "").toWellFormed(), file };
}

export function fromList(files: Iterable<File>): Found[] {
  return [...files].map((file) => found(file.webkitRelativePath || file.name, file)).filter((one) => !leftOut(one.path));
}

/** All that was dropped, folders to their depths. Reads the list at once: it is empty after the first pause. */
export async function fromDrop(data: Pick<DataTransfer, "items" | "files">): Promise<Found[]> {
  const items = [...data.items].filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.some((entry) => entry === null)) return fromList(data.files);
  const parts = await Promise.all(entries.map((entry) => below(entry as FileSystemEntry)));
  return parts.flat().filter((one) => !leftOut(one.path));
}

async function below(entry: FileSystemEntry): Promise<Found[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((give, fail) => (entry as FileSystemFileEntry).file(give, fail));
    return [found(entry.fullPath, file)];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const all: Found[] = [];
  for (;;) { // a hundred at a time, until none are left
    const some = await new Promise<FileSystemEntry[]>((give, fail) => reader.readEntries(give, fail));
    if (some.length === 0) return all;
    for (const one of some) all.push(...(await below(one)));
  }
}

/** A path that is not taken: "a/b.csv", then "a/b (2).csv". */
export function freePath(path: string, taken: (path: string) => boolean): string {
  if (!taken(path)) return path;
  const slash = path.lastIndexOf("/") + 1;
  const point = path.lastIndexOf(".");
  const [stem, suffix] = point > slash ? [path.slice(0, point), path.slice(point)] : [path, ""];
  let number = 2;
  while (taken(`${stem} (${number})${suffix}`)) number += 1;
  return `${stem} (${number})${suffix}`;
}
