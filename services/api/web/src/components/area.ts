/** The part of town that says most about a place in one word. */
export function areaOf(place: { label: string | null; community: { name: string } | null } | null): string {
  return place?.community?.name ?? place?.label ?? "–";
}
