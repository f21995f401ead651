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

/** The words of an address without those that an earlier one says already: "Villa 3" in "Villa 3, Street 8". */
export function unrepeated(words: (string | null | undefined)[]): string[] {
  const said = new Set<string>();
  return words.filter((word): word is string => {
    if (!word || said.has(word)) return false;
    for (const part of [word, ...word.split(/[,،] */)]) said.add(part);
    return true;
  });
}
