import { queryOptions } from "@tanstack/react-query";
import { client, done, unwrap } from "./client";
import type { MyRoute, ShiftEventIn } from "./types";

export const myRouteQuery = queryOptions({
  queryKey: ["my-route"],
  queryFn: (): Promise<MyRoute> => unwrap(client.GET("/v1/me/route")),
  staleTime: 30_000,
});

export function acknowledgeRoute(body: { routeVersion: number; shiftId: string | null }): Promise<void> {
  return done(client.POST("/v1/me/route/acknowledge", { body }));
}

export function sendShiftEvent(shiftId: string, body: ShiftEventIn) {
  return unwrap(
    client.POST("/v1/me/shifts/{shift_id}/events", {
      params: { path: { shift_id: shiftId } },
      headers: { "Idempotency-Key": body.clientEventId },
      body,
    }),
  );
}
