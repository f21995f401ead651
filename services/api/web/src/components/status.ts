/** Where a visit is in its life; each has one hue, and no other meaning has a hue. */
export type Stage = "requested" | "held" | "assigned" | "enroute" | "arrived" | "progress" | "done" | "gone";

const stages: Record<string, Stage> = {
  requested: "requested",
  unassigned: "requested",
  hold: "held",
  booked: "assigned",
  dispatched: "assigned",
  accepted: "assigned",
  "en-route": "enroute",
  arrived: "arrived",
  "in-progress": "progress",
  done: "done",
};

export function stageOf(status: string): Stage {
  return stages[status] ?? "gone";
}

export type Lateness = "none" | "late" | "very-late";

/** Amber from five minutes, red from fifteen. */
export function latenessOf(lateS: number | null | undefined): Lateness {
  if (!lateS || lateS < 300) return "none";
  return lateS < 900 ? "late" : "very-late";
}
