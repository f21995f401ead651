import { useNavigate, useParams, useRouteContext } from "@tanstack/react-router";
import { BookingPage } from "../features/booking/booking-page";

export function Book() {
  const { session } = useRouteContext({ from: "/signed-in" });
  const { requestId } = useParams({ from: "/signed-in/book/{-$requestId}" });
  const navigate = useNavigate();
  return (
    <BookingPage
      session={session}
      requestId={requestId}
      onOpen={(id) => void navigate({ to: "/book/{-$requestId}", params: { requestId: id }, replace: true })}
    />
  );
}
