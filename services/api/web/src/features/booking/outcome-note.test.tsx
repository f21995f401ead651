import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it } from "vitest";
import type { CareRequest, Screening } from "../../api/types";
import { activate } from "../../lib/i18n";
import { OutcomeNote } from "./outcome-note";

function requestWith(outcome: Screening["outcome"], unanswered: string[], notBefore?: string): CareRequest {
  const screening: Screening = {
    id: "s",
    version: "1",
    outcome,
    reasons: [],
    unanswered,
    services: [{ service: "dry-needling", outcome, reasons: [], notBefore }],
    answers: {},
  };
  return {
    id: "r",
    status: outcome === null ? "incomplete" : "ready",
    channel: "phone",
    callerPhone: "+971501234567",
    placeText: null,
    patient: null,
    patientId: null,
    place: null,
    service: "dry-needling",
    complaint: null,
    diagnosis: null,
    bodyRegions: [],
    preferences: {},
    screening,
    missing: [],
    hints: [],
    hold: null,
    visitId: null,
    createdAt: "2026-11-22T10:00:00+04:00",
    version: 1,
  };
}

function show(request: CareRequest) {
  render(
    <MantineProvider>
      <OutcomeNote request={request} onService={() => undefined} />
    </MantineProvider>,
  );
  return screen.getByRole("status").textContent;
}

beforeAll(() => activate("en"));
afterEach(cleanup);

it("does not call a screening cleared while questions are unanswered", () => {
  expect(show(requestWith(null, ["fever"]))).toBe("Not yet complete");
});

it("says it once all are answered", () => {
  expect(show(requestWith("cleared", []))).toBe("Cleared");
});

it("says from when a child is old enough", () => {
  expect(show(requestWith("not-suitable", [], "2026-12-01T00:00:00+04:00"))).toMatch(/old enough from .*1 December 2026/);
});
