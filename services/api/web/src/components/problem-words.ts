import { isUnreachable, ProblemError, text, type FieldError } from "../api/problem";
import { isolated, pageLocale, translate, translateWord } from "../lib/i18n";
import { clockOf, zonedDay } from "../lib/time";

/**
 * An error as a person reads it: by its kind in the page's language, else in the server's words.
 * `fields` names the group of the catalog in which a form says what each of its fields must be.
 */
export function wordsOf(error: Error, fields?: string): string {
  if (isUnreachable(error)) return translate("app.unreachable");
  if (!(error instanceof ProblemError)) return error.message;
  if (fields !== undefined && error.errors.length > 0) return wordsOfFields(error.errors, fields);
  const incident = isolated(text(error.body.incident)); // the number that support looks for
  const said = translateWord("problem", error.slug, error.message, { incident });
  // A fact is kept even where it cannot count: whoever reads why must not think that it is lost.
  const kept = error.body.applied === false ? translate("app.kept") : "";
  return [kept, said, oldEnoughFrom(text(error.body.notBefore))].filter(Boolean).join(" ");
}

/** From which day on a patient is old enough for a service; nothing where age is not in the way. */
export function oldEnoughFrom(notBefore: string | null | undefined): string {
  const day = zonedDay(notBefore ?? "");
  return day === null ? "" : translate("book.oldEnough", { time: clockOf("UTC", pageLocale()).date(day) });
}

/** Each once; a list or an object is said by its own name (`otherNames`, `entrance.lat`). */
function wordsOfFields(errors: FieldError[], group: string): string {
  const said = errors.map(({ field, message }) => translateWord(group, field.replace(/\..*/, ""), message));
  return [...new Set(said)].join(" ");
}
