import { MantineProvider } from "@mantine/core";
import { onlineManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Session } from "../api/types";
import { activate } from "../lib/i18n";
import { validBoard } from "./board-search";
import { Board } from "./board.page";

const session: Session = {
  user: { id: "u", name: "Dana", language: "en" },
  tenant: { id: "t", slug: "t", name: "T", zone: "Asia/Dubai" },
  role: "dispatcher",
  roles: ["dispatcher"],
  expiresAt: "2026-11-23T08:00:00Z",
  therapistId: null,
};

/** The board at its own address, without a network: nothing is asked for. */
async function open(address: string) {
  const root = createRootRoute({ component: Outlet });
  const signedIn = createRoute({ getParentRoute: () => root, id: "signed-in", beforeLoad: () => ({ session }) });
  const board = createRoute({
    getParentRoute: () => signedIn,
    path: "/board",
    validateSearch: validBoard,
    component: Board,
  });
  const router = createRouter({
    routeTree: root.addChildren([signedIn.addChildren([board])]),
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  await router.load();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider>
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  await screen.findByLabelText("Service day");
  return router;
}

const shown = () => screen.getByLabelText("Service day").getAttribute("value");

beforeEach(async () => {
  await activate("en");
  onlineManager.setOnline(false);
  vi.stubGlobal("EventSource", class extends EventTarget { close() {} });
  vi.useFakeTimers({ toFake: ["Date", "setInterval"], now: new Date("2026-11-22T23:59:30Z") }); // 03:59:30 in Dubai
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  onlineManager.setOnline(true);
});

it("keeps the day with which it was opened when the next one starts, until that is asked for", async () => {
  const router = await open("/board");
  expect(shown()).toBe("2026-11-22");
  vi.advanceTimersByTime(120_000);
  await act(() => router.navigate({ href: "/board?visit=v" })); // somebody chooses a visit to move it
  expect(shown()).toBe("2026-11-22");
  fireEvent.click(screen.getByRole("button", { name: "Today" }));
  await vi.waitFor(() => expect(shown()).toBe("2026-11-23"));
});
