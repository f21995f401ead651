export type FieldError = { field: string; message: string };

/** An answer of the API that is no success: the sentence to show, and what else it carries. */
export class ProblemError extends Error {
  readonly status: number;
  readonly slug: string;
  readonly errors: FieldError[];
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(sentence(status, body));
    this.name = "ProblemError";
    this.status = status;
    this.slug = text(body.type).replace(/^.*\/problems\//, "");
    this.errors = fieldErrors(body.errors);
    this.body = body;
  }
}

/** Whether a call never reached the server; browsers say so by a TypeError in words of their own. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function sentence(status: number, body: Record<string, unknown>): string {
  return text(body.detail) || text(body.title) || `HTTP ${status}`;
}

function fieldErrors(value: unknown): FieldError[] {
  return asList(value)
    .map(asRecord)
    .map((entry) => ({ field: text(entry.field), message: text(entry.message) }));
}
