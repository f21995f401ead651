import { useRouteContext } from "@tanstack/react-router";
import { OwnPlacesPage } from "../features/own-places/own-places-page";

export function OwnPlaces() {
  const { session } = useRouteContext({ from: "/signed-in" });
  return <OwnPlacesPage session={session} />;
}
