import { i18n } from "@lingui/core";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it } from "vitest";
import { questionnaireQuery } from "../../api/requests";
import type { EventIn, MyStop } from "../../api/types";
import { activate } from "../../lib/i18n";
import { DoorForm } from "./door-form";

const question = "Has anything changed since the call?";

function stopOf(age: number, papersNeeded: string[]): MyStop {
  const at = "2026-11-22T16:00:00+04:00";
  return {
    visitId: "v",
    status: "arrived",
    service: "dry-needling",
    patient: { name: "Yousef", phone: null, languages: ["ar"], age },
    place: null,
    window: { opensAt: at, closesAt: at },
    plannedArrival: at,
    plannedStart: at,
    eta: at,
    lateS: 0,
    serviceMinutes: 45,
    navigation: null,
    complaint: null,
    diagnosis: null,
    bodyRegions: [],
    conditions: [],
    papersNeeded,
    doorQuestions: ["changed"],
  };
}

function show(stop: MyStop) {
  const client = new QueryClient();
  client.setQueryData(questionnaireQuery({}).queryKey, {
    version: "1",
    approved: false,
    questions: [
      {
        id: "changed",
        text: { en: question },
        concernIf: true,
        askWhen: "door",
        phase: "health",
        class: "clinician",
        services: [],
        applies: { gender: null, minAge: null, maxAge: null, bodyRegions: [] },
      },
    ],
  });
  const sent: EventIn["papers"][] = [];
  render(
    <QueryClientProvider client={client}>
      <MantineProvider>
        <DoorForm stop={stop} onStart={(papers) => sent.push(papers)} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  return sent;
}

beforeAll(async () => {
  await activate("en");
  expect(i18n.locale).toBe("en");
});
afterEach(cleanup);

it("takes the written consent of a parent and of the child, each for itself", () => {
  const sent = show(stopOf(14, ["door-check", "guardian", "child"]));
  const start = screen.getByRole("button", { name: "All signed: start" });
  fireEvent.click(screen.getByRole("radio", { name: "No" }));
  expect(start).toHaveProperty("disabled", true);
  const [guardian] = screen.getAllByLabelText(/Signed by/);
  if (guardian) fireEvent.change(guardian, { target: { value: "Huda" } });
  fireEvent.click(start);
  expect(sent).toEqual([
    {
      doorAnswers: { version: "1", answers: { changed: false } },
      consents: [
        { kind: "guardian", givenBy: "Huda", relation: "mother", language: "en" },
        { kind: "child", givenBy: "Yousef", relation: "self", language: "en" },
      ],
    },
  ]);
});

it("offers only parents and guardians to sign for a child, and only the child for itself", () => {
  show(stopOf(14, ["guardian", "child"]));
  const choices = screen.getAllByRole("combobox").map((select) => [...select.children].map((option) => option.textContent));
  expect(choices).toEqual([["Mother", "Father", "Guardian by law"], ["The patient"]]);
});

it("takes one consent of an adult", () => {
  const sent = show(stopOf(40, ["door-check", "written"]));
  fireEvent.click(screen.getByRole("radio", { name: "No" }));
  fireEvent.click(screen.getByRole("button", { name: "All signed: start" }));
  expect(sent[0]?.consents).toEqual([{ kind: "written", givenBy: "Yousef", relation: "self", language: "en" }]);
});
