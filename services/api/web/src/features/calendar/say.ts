import type { DayIn } from "../../api/types";

export type Kind = "as-ever" | "holiday" | "ordinary";
export type Ramadan = "as-ever" | "yes" | "no";
export type Saying = { kind: Kind; name: string; ramadan: Ramadan; fridayAt: string; iftarAt: string };

export const asEver: Saying = { kind: "as-ever", name: "", ramadan: "as-ever", fridayAt: "", iftarAt: "" };

/** What is said of a day; null leaves the libraries' word, "" makes a holiday an ordinary day. */
export function toDayIn({ kind, name, ramadan, fridayAt, iftarAt }: Saying): DayIn {
  const holidays: Record<Kind, string | null> = { "as-ever": null, holiday: name.trim(), ordinary: "" };
  return {
    holiday: holidays[kind],
    ramadan: ramadan === "as-ever" ? null : ramadan === "yes",
    fridayPrayerAt: fridayAt === "" ? null : `${fridayAt}:00`,
    iftarAt: iftarAt === "" ? null : `${iftarAt}:00`,
  };
}

/** Whether anything is said, and a holiday has its name. */
export function isSaid(saying: Saying): boolean {
  if (saying.kind === "holiday" && saying.name.trim() === "") return false;
  return Object.values(toDayIn(saying)).some((value) => value !== null);
}
