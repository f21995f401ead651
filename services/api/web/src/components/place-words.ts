import type { PlaceNotice } from "../api/types";
import { isolated, listed, spoken, translate, translateWord, type Locale } from "../lib/i18n";

const makani = isolated("30032 95320");
const plusCodes = { example: isolated("57WF+VQ Dubai"), signs: isolated("23456789CFGHJMPQRVWX") };

/** Why a line has no answer, in the page's language; the server's English for what is not known here. */
export function sentenceOf(notice: PlaceNotice, locale: Locale): string {
  if (notice.kind === "needs-network") return translate("notice.needsNetwork");
  return (notice.kind === "outside" ? outside(notice, locale) : unreadable(notice)) ?? notice.text;
}

function outside({ said, area, distanceKm, names, emirate }: PlaceNotice, locale: Locale): string | null {
  if (area == null || distanceKm == null) return null;
  const what = names ? named(spoken(names, locale), emirate) : translateWord("placeSaid", said);
  const place = translateWord("emirate", area, isolated(area));
  return translate("notice.outside", { what, distance: distance(distanceKm), area: place });
}

/** A quarter with its emirate; a city that is its emirate alone. */
function named(place: string, emirate: string | null | undefined): string {
  const around = emirate && translateWord("emirate", emirate);
  return !around || around === place ? isolated(place) : listed([isolated(place), isolated(around)]);
}

/** As one says it: metres when near, tenths of a kilometre only below ten. */
function distance(km: number): string {
  if (km < 0.95) return translate("notice.metres", { metres: Math.max(100, Math.round(km * 10) * 100) });
  return translate("notice.km", { km: km < 9.5 ? Math.round(km * 10) / 10 : Math.round(km) });
}

function unreadable({ said, flaw, typed }: PlaceNotice): string | null {
  const shown = isolated(typed ?? "");
  if (said === "plus-code") return translate("notice.plusCodeSigns", { typed: shown, ...plusCodes });
  if (said !== "makani") return null;
  if (flaw === "nowhere") return translate("notice.makaniNowhere", { typed: shown });
  if (flaw === "signs") return translate("notice.makaniSigns", { typed: shown, example: makani });
  const count = (typed ?? "").replace(/\D/g, "").length;
  return translate("notice.makaniLength", { typed: shown, example: makani, count });
}
