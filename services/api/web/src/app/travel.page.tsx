import { useRouteContext } from "@tanstack/react-router";
import { TravelPage } from "../features/travel/travel-page";

export function Travel() {
  const { session } = useRouteContext({ from: "/signed-in" });
  return <TravelPage session={session} />;
}
