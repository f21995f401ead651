import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Suggestion, Unassigned } from "../../api/types";
import { activate } from "../../lib/i18n";
import { Suggestions } from "./suggestions";

// The network: the client takes fetch when it is made, so it stands here before anything is imported.
const network = vi.hoisted(() => {
  const state: { asked: string[]; answer: unknown } = { asked: [], answer: {} };
  globalThis.fetch = (input: RequestInfo | URL) => {
    if (!(input instanceof Request)) throw new TypeError("fetch failed");
    state.asked.push(new URL(input.url).pathname);
    const headers = { "Content-Type": "application/json" };
    return Promise.resolve(new Response(JSON.stringify(state.answer), { status: 200, headers }));
  };
  return state;
});

const entry: Unassigned = {
  visitId: "v",
  service: "physiotherapy",
  patientName: "Huda",
  place: null,
  window: { opensAt: "2026-11-22T10:00:00+04:00", closesAt: "2026-11-22T11:00:00+04:00" },
  priority: 0,
  reason: { code: "no_shift_hours", text: "No shift." },
  blockers: [],
  suggestions: null,
};

function suggested(kind: Suggestion["kind"], part: Partial<Suggestion> = {}): Suggestion {
  return {
    kind,
    text: "the server's sentence",
    minutes: null,
    otherVisitId: null,
    otherTherapist: null,
    shiftId: "s",
    therapist: { id: "t", name: "Noura" },
    plannedStart: "2026-11-22T09:30:00+04:00",
    addedCost: 60,
    ...part,
  };
}

function show(suggestions: Suggestion[] | null, isSelected = false) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider>
        <Suggestions date="2026-11-22" entry={{ ...entry, suggestions }} isSelected={isSelected} />
      </MantineProvider>
    </QueryClientProvider>,
  );
}

function said(): string[] {
  return [...document.querySelectorAll("p")].map((one) => one.textContent.replace(/[\u2068\u2069]/g, ""));
}

beforeEach(() => {
  network.asked.length = 0;
});
afterEach(cleanup);

it("speaks the page's language, with direction, minutes and both therapists", async () => {
  await activate("ar");
  const other = { id: "o", name: "Omar" };
  show([suggested("start-earlier", { minutes: 15 }), suggested("move-other", { otherTherapist: other })]);
  expect(said()).toEqual([
    "اسأل المريض هل يمكن أن تبدأ الزيارة أبكر بما لا يزيد على 15 دقيقة: يأتي Noura",
    "تُسند الزيارة إلى Noura، وتنتقل زيارة أخرى منه إلى Omar",
  ]);
});

it("counts minutes as Arabic does", async () => {
  await activate("ar");
  show([suggested("overtime", { minutes: 2 }), suggested("overtime", { minutes: 5, shiftId: "other" })]);
  expect(said()).toEqual(["عمل إضافي لمدة دقيقتين: Noura", "عمل إضافي لمدة 5 دقائق: Noura"]);
});

it("asks for the chosen visit where the plan came without them", async () => {
  await activate("en");
  network.answer = { suggestions: [suggested("more-visits")] };
  show(null, true);
  expect(await screen.findByText(/takes one visit more/)).toBeTruthy();
  expect(network.asked).toEqual(["/v1/visits/v/why"]);
});

it("asks for no other", async () => {
  await activate("en");
  show(null);
  cleanup();
  show([], true);
  expect(network.asked).toEqual([]);
});
