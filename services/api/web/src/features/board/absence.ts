import type { PlanRoute } from "../../api/types";
import { isoToWall } from "../../lib/time";

type Shift = Pick<PlanRoute, "shiftId" | "startsAt" | "endsAt">;

/** What is left of a shift: from now, or from its start when that is still ahead, until its end. */
export function absenceFrom(shift: Shift | undefined, zone: string, now: number) {
  if (shift === undefined) return { shiftId: "", from: "", to: "" };
  const from = new Date(Math.max(now, Date.parse(shift.startsAt)));
  return { shiftId: shift.shiftId, from: isoToWall(from, zone), to: isoToWall(new Date(shift.endsAt), zone) };
}
