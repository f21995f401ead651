const day = /^\d{4}-\d{2}-\d{2}$/;

/** Full years on a calendar day (YYYY-MM-DD); null while the date of birth is not known. */
export function ageOn(dateOfBirth: string | null | undefined, on: string): number | null {
  if (!dateOfBirth || !day.test(dateOfBirth)) return null;
  const before = on.slice(5) < dateOfBirth.slice(5);
  return Number(on.slice(0, 4)) - Number(dateOfBirth.slice(0, 4)) - (before ? 1 : 0);
}
