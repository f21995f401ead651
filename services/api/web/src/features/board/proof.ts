/** How far a plan's cost may lie above what is proven to be the least possible. */
export type Proof = { kind: "optimal" } | { kind: "within"; percent: string } | { kind: "weak" } | { kind: "unknown" };

/** Above this the bound says nothing that helps: it lies too far below any plan. */
const weakFrom = 1;

/** `gap` is cost / bound - 1, as the planner tells it; the percentage is rounded up, never better than proven. */
export function proofOf(gap: number | null | undefined): Proof {
  if (gap === null || gap === undefined || !Number.isFinite(gap)) return { kind: "unknown" };
  if (gap <= 0) return { kind: "optimal" };
  if (gap >= weakFrom) return { kind: "weak" };
  return { kind: "within", percent: (Math.ceil(gap * 1000) / 10).toFixed(1) };
}
