import { useRouteContext } from "@tanstack/react-router";
import { CalendarPage } from "../features/calendar/calendar-page";

export function Calendar() {
  const { session } = useRouteContext({ from: "/signed-in" });
  return <CalendarPage session={session} />;
}
