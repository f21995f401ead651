import { queryOptions } from "@tanstack/react-query";
import { client, done, unwrap } from "./client";
import { asList, asRecord, ProblemError, text } from "./problem";
import type { Role, Session } from "./types";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: Infinity,
  retry: false,
  /** null means nobody is signed in. */
  queryFn: async (): Promise<Session | null> => {
    try {
      return await unwrap(client.GET("/v1/auth/me"));
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }
  },
});

export type Credentials = { email: string; password: string; tenant?: string };
export type TenantChoice = { value: string; name: string };

export function login(credentials: Credentials): Promise<Session> {
  return unwrap(client.POST("/v1/auth/login", { body: { ...credentials, client: "web" } }));
}

export function logout(): Promise<void> {
  return done(client.POST("/v1/auth/logout"));
}

/** The answer is the same whether or not somebody has this address. */
export function askForReset(email: string): Promise<void> {
  return done(client.POST("/v1/auth/reset/request", { body: { email } }));
}

/** Sets a new password with the token of a reset link; it ends every login the person has. */
export function resetPassword(token: string, password: string): Promise<void> {
  return done(client.POST("/v1/auth/reset", { body: { token, password } }));
}

/** The tenants that a person can sign in to, when the API asks which (409). */
export function tenantChoices(error: unknown): TenantChoice[] {
  if (!(error instanceof ProblemError) || error.status !== 409) return [];
  return asList(error.body.tenants)
    .map(asRecord)
    .map((entry) => ({ value: text(entry.slug), name: text(entry.name) || text(entry.slug) }))
    .filter((choice) => choice.value !== "");
}

const homes: [Role, string][] = [
  ["therapist", "/today"],
  ["dispatcher", "/board"],
  ["agent", "/book"],
  ["clinician", "/clearances"],
  ["supervisor", "/board"],
  ["admin", "/board"],
];

export type PagePath = "/board" | "/book" | "/calls" | "/today" | "/clearances" | "/places" | "/calendar" | "/travel";

const pages: { path: PagePath; roles: Role[] }[] = [
  { path: "/board", roles: ["dispatcher", "supervisor", "admin"] },
  { path: "/book", roles: ["agent"] },
  { path: "/calls", roles: ["agent", "supervisor"] },
  { path: "/today", roles: ["therapist"] },
  { path: "/clearances", roles: ["clinician"] },
  { path: "/places", roles: ["dispatcher", "supervisor", "admin"] },
  { path: "/calendar", roles: ["dispatcher", "supervisor", "admin"] },
  { path: "/travel", roles: ["dispatcher", "supervisor", "admin"] },
];

/** The pages a person may open, in menu order. */
export function pagesOf(session: Session): PagePath[] {
  return pages.filter((page) => page.roles.some((role) => session.roles.includes(role))).map((page) => page.path);
}

/** Where a person starts: the page of the role the API names first. */
export function homeOf(session: Session): string {
  return homes.find(([role]) => role === session.role)?.[1] ?? pagesOf(session)[0] ?? "/account";
}
