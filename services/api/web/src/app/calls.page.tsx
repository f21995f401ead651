import { useRouteContext } from "@tanstack/react-router";
import { CallsPage } from "../features/calls/calls-page";

export function Calls() {
  const { session } = useRouteContext({ from: "/signed-in" });
  return <CallsPage session={session} />;
}
