import { useNavigate, useRouteContext, useSearch } from "@tanstack/react-router";
import { BoardPage } from "../features/board/board-page";
import { useOpenedDay } from "../lib/time";

export function Board() {
  const { session } = useRouteContext({ from: "/signed-in" });
  const search = useSearch({ from: "/signed-in/board" });
  const navigate = useNavigate({ from: "/board" });
  const opened = useOpenedDay(session.tenant.zone);
  return (
    <BoardPage
      session={session}
      date={search.date ?? opened}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: next.date === search.date })}
    />
  );
}
