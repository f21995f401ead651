import { isUnreachable, ProblemError, text, type FieldError } from "../api/problem";
import { isolated, translate, translateWord } from "../lib/i18n";

/**
 * An error as a person reads it: by its kind in the page's language, else in the server's words.
 * `fields` names the group of the catalog in which a form says what each of its fields must be.
 */
export function wordsOf(error: Error, fields?: string): string {
  if (isUnreachable(error)) return translate("app.unreachable");
  if (!(error instanceof ProblemError)) return error.message;
  if (fields !== undefined && error.errors.length > 0) return wordsOfFields(error.errors, fields);
  const incident = isolated(text(error.body.incident)); // the number that support looks for
  return translateWord("problem", error.slug, error.message, { incident });
}

/** Each once; a list or an object is said by its own name (`otherNames`, `entrance.lat`). */
function wordsOfFields(errors: FieldError[], group: string): string {
  const said = errors.map(({ field, message }) => translateWord(group, field.replace(/\..*/, ""), message));
  return [...new Set(said)].join(" ");
}
