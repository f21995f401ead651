import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it, vi } from "vitest";
import type { Building, TenantPlace } from "../../api/types";
import { activate } from "../../lib/i18n";
import en from "../../locales/en.json";
import { BuildingForm } from "./building-form";
import { emptyBuilding, emptyPlace, toBuilding, toPlace } from "./fields";
import { PlaceForm } from "./place-form";

// The network: the client takes fetch when it is made, so it stands here before anything is imported.
const network = vi.hoisted(() => {
  const state: { sent: { method: string; path: string; body: unknown }[]; answers: Response[] } = { sent: [], answers: [] };
  globalThis.fetch = async (input: RequestInfo | URL) => {
    if (!(input instanceof Request)) throw new TypeError("fetch failed");
    state.sent.push({ method: input.method, path: new URL(input.url).pathname, body: JSON.parse(await input.text()) });
    return state.answers.shift() ?? new Response("{}", { status: 200 });
  };
  return state;
});

const point = { lat: 25.1, lon: 55.2 };
const tower: Building = {
  id: "b",
  name: "Tower",
  nameAr: null,
  otherNames: [],
  kind: "tower",
  ...point,
  community: null,
  entrance: null,
  entranceNote: null,
  parking: null,
  accessOpens: null,
  accessCloses: null,
  gatePass: "none",
  doorMinutes: null,
  active: true,
  version: 3,
};
const yard: TenantPlace = {
  id: "p",
  name: "Yard",
  nameAr: null,
  otherNames: [],
  ...point,
  precisionM: 50,
  community: null,
  corrects: null,
  hides: false,
  note: null,
  active: true,
  version: 1,
};

function refused(status: number, slug: string, ...errors: { field: string; message: string }[]) {
  const body = { type: `/problems/${slug}`, detail: "In English.", ...(errors.length > 0 && { errors }) };
  network.answers.push(new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json" } }));
}

async function show(locale: "en" | "ar", form: ReactNode) {
  await activate(locale);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider>{form}</MantineProvider>
    </QueryClientProvider>,
  );
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const alert = async () => (await screen.findByRole("alert")).textContent;

afterEach(() => {
  cleanup();
  network.sent.length = 0;
});

it("says in Arabic why a building was refused, each reason once", async () => {
  const outside = "This place is 92 km outside Dubai; we serve Dubai only.";
  refused(422, "invalid", { field: "lat", message: outside }, { field: "otherNames.3", message: "?" }, { field: "otherNames.4", message: "?" });
  await show("ar", <BuildingForm known={tower} onDone={vi.fn()} />);
  press("احفظ");
  const said = await alert();
  expect(said).toContain("هذه النقطة خارج المنطقة التي تخدمونها.");
  expect(said?.match(/الأسماء الأخرى/g)).toHaveLength(1);
  expect(said).not.toMatch(/[A-Za-z]/);
});

it("says in Arabic why a place was refused, also when another one corrects the same", async () => {
  refused(422, "invalid", { field: "note", message: "note must have at most 2000 characters." });
  await show("ar", <PlaceForm known={yard} onDone={vi.fn()} />);
  press("احفظ");
  expect(await alert()).not.toMatch(/[A-Za-z]/);
  refused(409, "already-corrected");
  press("احفظ");
  await vi.waitFor(async () => expect(await alert()).toContain("يصحح هذا المكان"));
});

it("keeps the server's words for what the form does not know", async () => {
  refused(422, "invalid", { field: "request", message: "A text must not hold the character NUL." });
  await show("en", <PlaceForm known={yard} onDone={vi.fn()} />);
  press("Keep");
  expect(await alert()).toContain("A text must not hold the character NUL.");
});

it("has words for every field that it sends and that somebody types", () => {
  const building = toBuilding({ ...emptyBuilding, name: "Tower", point });
  const place = toPlace({ ...emptyPlace, name: "Yard", point });
  const chosen = ["kind", "gatePass", "accessCloses"]; // from a list; and hours are refused by their first
  const typed = Object.keys({ ...building, ...place }).filter((field) => !chosen.includes(field));
  expect(typed.length).toBeGreaterThan(8);
  expect(typed.filter((field) => !(`placeField.${field}` in en))).toEqual([]);
});

it("takes a building out of the search, and shows only the last refusal", async () => {
  const onDone = vi.fn();
  await show("en", <BuildingForm known={tower} onDone={onDone} />);
  refused(412, "stale-version");
  press("Keep");
  expect(await alert()).toContain("Somebody changed this meanwhile.");
  press("Take out of the search");
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(screen.queryByRole("alert")).toBeNull();
  expect(network.sent[1]).toEqual({ method: "PATCH", path: "/v1/buildings/b", body: { active: false } });
});
