export const adultAge = 18;

const ofChild = ["mother", "father", "guardian"];
const ofAdult = ["self", "spouse", "son-or-daughter", "sibling", "mother", "father", "guardian", "other"];

/** Who can consent: for a child a parent or guardian only. */
export function relations(child: boolean): string[] {
  return child ? ofChild : ofAdult;
}
