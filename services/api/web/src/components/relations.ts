import type { Relation } from "../api/types";

export const adultAge = 18;

const ofChild: Relation[] = ["mother", "father", "guardian"];
const ofAdult: Relation[] = [
  "self",
  "spouse",
  "son-or-daughter",
  "sibling",
  "mother",
  "father",
  "guardian",
  "other",
];

/** Who can consent: for a child a parent or guardian only. */
export function relations(child: boolean): Relation[] {
  return child ? ofChild : ofAdult;
}

export function relationOf(value: string): Relation {
  return ofAdult.find((relation) => relation === value) ?? "other";
}
