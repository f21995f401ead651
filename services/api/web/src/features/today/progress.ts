import type { MessageKey } from "../../lib/i18n";

/** What a therapist can report about a visit. */
export type Act =
  | "accept"
  | "decline"
  | "depart"
  | "arrive"
  | "start"
  | "complete"
  | "delay"
  | "cannot-enter"
  | "no-show"
  | "unfit"
  | "stopped";

export const actLabels: Record<Act, MessageKey> = {
  accept: "today.accept",
  decline: "today.decline",
  depart: "today.depart",
  arrive: "today.arrive",
  start: "today.start",
  complete: "today.complete",
  delay: "today.delay",
  "cannot-enter": "today.cannotEnter",
  "no-show": "today.noShow",
  unfit: "today.unfit",
  stopped: "today.stopped",
};

type Offered = { main: Act[]; more: Act[] };

const offered: Record<string, Offered> = {
  dispatched: { main: ["accept"], more: ["decline", "delay"] },
  accepted: { main: ["depart"], more: ["decline", "delay"] },
  "en-route": { main: ["arrive"], more: ["delay", "cannot-enter", "no-show"] },
  arrived: { main: ["start"], more: ["cannot-enter", "no-show", "unfit"] },
  "in-progress": { main: ["complete"], more: ["stopped"] },
};

/** The buttons for a status: the next thing large, what can go wrong beside it. */
export function actsFor(status: string): Offered {
  return offered[status] ?? { main: [], more: [] };
}

const after: Record<string, string> = {
  accept: "accepted",
  depart: "en-route",
  arrive: "arrived",
  start: "in-progress",
  complete: "done",
  "cannot-enter": "cannot-enter",
  "no-show": "no-show",
  unfit: "unfit",
  stopped: "stopped",
};

/** The status as the therapist made it, also while the server has not heard of it. */
export function project(status: string, waiting: string[]): string {
  return waiting.reduce((current, type) => after[type] ?? current, status);
}

export function isOver(status: string): boolean {
  return !["booked", "dispatched", "accepted", "en-route", "arrived", "in-progress"].includes(status);
}
