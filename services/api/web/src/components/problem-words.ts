import { isUnreachable, ProblemError } from "../api/problem";
import { translate, translateWord } from "../lib/i18n";

/** An error as a person reads it: by its kind in the page's language, else in the server's words. */
export function wordsOf(error: Error): string {
  if (isUnreachable(error)) return translate("app.unreachable");
  if (error instanceof ProblemError) return translateWord("problem", error.slug, error.message);
  return error.message;
}
