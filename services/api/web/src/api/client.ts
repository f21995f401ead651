import createClient, { type Middleware } from "openapi-fetch";
import type { Paths } from "./paths";
import { newId } from "../lib/ids";
import { asRecord, ProblemError } from "./problem";

export function cookie(name: string): string | undefined {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found === undefined ? undefined : decodeURIComponent(found.slice(name.length + 1));
}

function csrfToken(): string | undefined {
  return cookie("rounds_csrf") ?? cookie("__Host-rounds_csrf");
}

/** Adds what every unsafe call of a browser session needs: the CSRF token and an idempotency key. */
const guard: Middleware = {
  onRequest({ request }) {
    if (request.method === "GET") return;
    const token = csrfToken();
    if (token !== undefined) request.headers.set("X-CSRF-Token", token);
    if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", newId());
    }
  },
};

export const client = createClient<Paths>({ baseUrl: window.location.origin, credentials: "same-origin" });
client.use(guard);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a success, or a ProblemError. A call that never reached the server keeps its TypeError. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ProblemError(response.status, asRecord(error));
  if (data === undefined) throw new ProblemError(response.status, { title: "The answer was empty" });
  return data;
}

/** For calls that answer with nothing (204). */
export async function done(call: Promise<{ error?: unknown; response: Response }>): Promise<void> {
  const { error, response } = await call;
  if (!response.ok) throw new ProblemError(response.status, asRecord(error));
}

export function ifMatch(version: number) {
  return { "If-Match": `"${version}"` };
}
