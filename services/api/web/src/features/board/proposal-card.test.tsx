import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Plan, Proposal } from "../../api/types";
import { activate } from "../../lib/i18n";
import { clockOf } from "../../lib/time";
import { ProposalCard } from "./proposal-card";

type Sent = { path: string; body: unknown };

// The network: the client takes fetch when it is made, so it stands here before anything is imported.
const network = vi.hoisted(() => {
  const state: { sent: Sent[]; answers: Response[] } = { sent: [], answers: [] };
  globalThis.fetch = async (input: RequestInfo | URL) => {
    if (!(input instanceof Request)) throw new TypeError("fetch failed");
    state.sent.push({ path: new URL(input.url).pathname, body: JSON.parse(await input.text()) });
    return state.answers.shift() ?? new Response("{}", { status: 200 });
  };
  return state;
});

const clock = clockOf("Asia/Dubai", "en");
const spot = (name: string, plannedStart: string) => ({ shiftId: name, therapist: { id: name, name }, plannedStart });
const proposal: Proposal = {
  id: "p",
  date: "2026-11-22",
  kind: "planner",
  status: "open",
  generation: 1,
  routes: ["Noura", "Omar"].map((shiftId) => ({ shiftId, visitIds: [] })),
  changes: [
    {
      kind: "moved",
      visitId: "v",
      from: spot("Noura", "2026-11-22T10:00:00+04:00"),
      to: spot("Omar", "2026-11-22T11:30:00+04:00"),
    },
  ],
  difference: [],
  createdAt: "2026-11-22T09:00:00+04:00",
  version: 1,
};
const plan: Plan = {
  date: "2026-11-22",
  generation: 1,
  status: "published",
  cost: 1,
  bound: 1,
  gap: 0,
  costTerms: {},
  onTime: null,
  travelEstimated: false,
  publishedAt: null,
  solvedAt: null,
  routes: [],
  unassigned: [],
  jobs: [],
  absences: [],
};

function refusal(kind: "promise" | "safety") {
  const violations = [{ id: "window:v", class: kind, visitId: "v", text: "late" }];
  const headers = { "Content-Type": "application/problem+json" };
  return new Response(JSON.stringify({ type: "/problems/violations", violations }), { status: 409, headers });
}

function button(name: string): HTMLButtonElement {
  return screen.getByRole("button", { name });
}

function type(label: string, text: string) {
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
}

beforeAll(() => activate("en"));
beforeEach(() => {
  network.sent.length = 0;
  network.answers.length = 0;
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider>
        <ProposalCard plan={plan} proposal={proposal} clock={clock} canAct />
      </MantineProvider>
    </QueryClientProvider>,
  );
});
afterEach(cleanup);

it("says who and when, before and after", () => {
  const plain = document.body.textContent.replace(/[\u2068\u2069]/g, "");
  expect(plain).toContain("from Noura at 10:00 to Omar at 11:30");
});

it("passes a broken promise by name and reason, and not before", async () => {
  network.answers.push(refusal("promise"));
  fireEvent.click(button("Apply"));
  expect(await screen.findByText("Promise")).toBeTruthy();
  expect(button("Apply anyway").disabled).toBe(true);
  fireEvent.click(screen.getByRole("checkbox"));
  type("Reason", "she agreed on the phone");
  fireEvent.click(button("Apply anyway"));
  await vi.waitFor(() => expect(network.sent).toHaveLength(2));
  expect(network.sent[1]).toEqual({
    path: "/v1/proposals/p/apply",
    body: { changes: ["Noura", "Omar"], acknowledge: ["window:v"], reason: "she agreed on the phone" },
  });
});

it("lets nobody pass safety", async () => {
  network.answers.push(refusal("safety"));
  fireEvent.click(button("Apply"));
  expect(await screen.findByText("Safety")).toBeTruthy();
  expect(screen.queryByRole("checkbox")).toBeNull();
  expect(button("Apply anyway").disabled).toBe(true);
});

it("is put away, with a reason or without", async () => {
  fireEvent.click(button("Discard…"));
  fireEvent.click(button("Discard"));
  await vi.waitFor(() => expect(network.sent).toEqual([{ path: "/v1/proposals/p/discard", body: {} }]));
});
