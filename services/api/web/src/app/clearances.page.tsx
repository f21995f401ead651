import { useRouteContext } from "@tanstack/react-router";
import { ClearancesPage } from "../features/clearances/clearances-page";

export function Clearances() {
  const { session } = useRouteContext({ from: "/signed-in" });
  return <ClearancesPage session={session} />;
}
