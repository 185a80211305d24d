/** Where to go after sign-in: only ways inside this console, never another site. */
export function inside(to: string | null): string {
  return to?.startsWith("/") && !to.startsWith("//") && !to.includes("\\") ? to : "/";
}
