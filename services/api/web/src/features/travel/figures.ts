import { translate } from "../../lib/i18n";

/** A share as a percentage with one decimal; a dash without a drive. */
export function percent(share: number | null): string {
  return share === null ? "–" : translate("travel.percent", { percent: (share * 100).toFixed(1) });
}

/** The same with its sign: above 0, drives took longer than planned. */
export function signed(share: number | null): string {
  return share !== null && share > 0 ? `+${percent(share)}` : percent(share);
}

/** A band of distances; the last one has no end. */
export function kilometres(from: number, to: number | null): string {
  if (to === null) return translate("travel.kmOver", { from });
  return translate("travel.km", { range: `\u2066${from}–${to}\u2069` });
}

/** How wide each bar is, in percent of the widest. */
export function widths(errors: (number | null)[]): number[] {
  const widest = Math.max(...errors.map((error) => error ?? 0), 0);
  return errors.map((error) => (widest === 0 ? 0 : Math.round(((error ?? 0) / widest) * 100)));
}
