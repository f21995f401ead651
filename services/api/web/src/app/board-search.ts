import { filters } from "../features/board/exceptions";
import type { BoardSearch } from "../features/board/board-page";
import { isDay } from "../lib/time";

/** What of the board lives in its URL; anything else there is ignored. */
export function validBoard(search: Record<string, unknown>): BoardSearch {
  const { date, visit } = search;
  const filter = filters.find((known) => known === search.filter);
  return {
    ...(isDay(date) ? { date } : {}),
    ...(typeof visit === "string" ? { visit } : {}),
    ...(filter === undefined ? {} : { filter }),
  };
}
