import { spoken, type Locale } from "../lib/i18n";

type Community = { name: string; names: Record<string, string> };
type Place = { label: string | null; community: Community | null };

/** The part of town that says most about a place in one word, in the page's language. */
export function areaOf(place: Place | null, locale: Locale): string {
  return place?.community ? spoken(place.community.names, locale) : (place?.label ?? "–");
}

/** What the place was called when it was chosen; where that is its community, in the page's language. */
export function labelOf(place: Place | null, locale: Locale): string {
  return place?.label && place.label !== place.community?.name ? place.label : areaOf(place, locale);
}
