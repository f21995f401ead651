/** How far a plan's cost may lie above what is proven to be the least possible. */
export type Proof = { kind: "optimal" } | { kind: "within"; percent: string } | { kind: "weak" } | { kind: "unknown" };

/** Above this the bound says nothing that helps: it lies too far below any plan. */
const weakFrom = 1;

/** `gap` is cost / bound - 1, as the planner tells it; the percentage is never better than proven. */
export function proofOf(gap: number | null | undefined): Proof {
  if (gap === null || gap === undefined || !Number.isFinite(gap)) return { kind: "unknown" };
  if (gap <= 0) return { kind: "optimal" };
  if (gap >= weakFrom) return { kind: "weak" };
  return { kind: "within", percent: percentOf(gap) ?? "" };
}

/** The gap as a figure, rounded up; null when none is known. */
export function percentOf(gap: number | null | undefined): string | null {
  if (gap === null || gap === undefined || !Number.isFinite(gap)) return null;
  const tenths = Math.ceil(Math.max(0, gap) * 1000) / 10;
  return tenths.toLocaleString("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** The share of promises that the plan is expected to keep, rounded down; null when none is known. */
export function shareOf(onTime: number | null | undefined): string | null {
  if (onTime === null || onTime === undefined || !Number.isFinite(onTime)) return null;
  return String(Math.floor(onTime * 100));
}
