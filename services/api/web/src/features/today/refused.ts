import { ProblemError } from "../../api/problem";

export type Sent = "arrived" | "refused" | "later";

/** The server has spoken: no use in sending it again. A lost session or an overloaded server is no such answer. */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  return error.status >= 400 && error.status < 500 && ![401, 408, 425, 429].includes(error.status);
}
