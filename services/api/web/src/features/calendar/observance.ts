import type { Observance, ObservanceIn } from "../../api/types";

export type Prayer = NonNullable<ObservanceIn["prayers"]>[number];

/** In the order of the day. */
export const prayers: Prayer[] = ["fajr", "dhuhr", "asr", "maghrib", "isha"];

/** What is kept, as the form sends it. */
export function asKept({ fridayPrayer, fasting, prayers: kept }: Observance): Required<ObservanceIn> {
  return { fridayPrayer, fasting, prayers: prayers.filter((prayer) => kept.includes(prayer)) };
}

/** With the prayer when it was not there, without it when it was. */
export function toggled(wanted: Prayer[], prayer: Prayer): Prayer[] {
  return prayers.filter((one) => (one === prayer) !== wanted.includes(one));
}

/** Whether nothing would change. */
export function isAsKept(wanted: Required<ObservanceIn>, known: Observance): boolean {
  return JSON.stringify(wanted) === JSON.stringify(asKept(known));
}
