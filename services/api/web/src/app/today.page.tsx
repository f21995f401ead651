import { useRouteContext } from "@tanstack/react-router";
import { TodayPage } from "../features/today/today-page";

export function Today() {
  const { session } = useRouteContext({ from: "/signed-in" });
  return <TodayPage session={session} />;
}
