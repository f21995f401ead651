import { useParams } from "@tanstack/react-router";
import { PinPage } from "../features/pin/pin-page";

export function PinByLink() {
  const { token } = useParams({ from: "/pin/$token" });
  return <PinPage token={token} />;
}
