import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Candidates, PlaceCandidate } from "../../api/types";
import { activate } from "../../lib/i18n";
import { AskOnline } from "./ask-online";

const villa: PlaceCandidate = {
  label: "Villa 7",
  lat: 25.2,
  lon: 55.4,
  precisionM: 20,
  source: "provider",
  community: null,
  kind: "online",
};

function Asking({ answer }: { answer: () => Promise<Candidates> }) {
  return <AskOnline asked={useQuery({ queryKey: ["asked"], queryFn: answer, enabled: false, retry: false })} />;
}

function show(answer: () => Promise<Candidates>) {
  const client = new QueryClient();
  render(
    <QueryClientProvider client={client}>
      <MantineProvider>
        <Asking answer={answer} />
      </MantineProvider>
    </QueryClientProvider>,
  );
}

const button = () => screen.getByRole("button", { name: /Ask the online geocoder/ });

beforeAll(() => activate("en"));
afterEach(cleanup);

it("asks only when it is pressed, and goes when something came", async () => {
  const answer = vi.fn(() => Promise.resolve<Candidates>({ items: [villa] }));
  show(answer);
  expect(answer).not.toHaveBeenCalled();
  fireEvent.click(button());
  await vi.waitFor(() => expect(screen.queryByRole("button")).toBeNull());
  expect(answer).toHaveBeenCalledOnce();
});

it("says that nothing came, and may be pressed again", async () => {
  show(() => Promise.resolve<Candidates>({ items: [] }));
  fireEvent.click(button());
  expect(await screen.findByText(/found nothing/)).toBeTruthy();
  expect(button()).toBeTruthy();
});

it("says that it could not be asked", async () => {
  show(() => Promise.reject(new Error("away")));
  fireEvent.click(button());
  expect(await screen.findByRole("alert")).toBeTruthy();
});
