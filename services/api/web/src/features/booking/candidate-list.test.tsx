import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { PlaceCandidate } from "../../api/types";
import { activate } from "../../lib/i18n";
import { CandidateList } from "./candidate-list";

const villa: PlaceCandidate = {
  label: "Villa 7",
  lat: 25.2,
  lon: 55.4,
  precisionM: 20,
  source: "gazetteer",
  community: null,
  kind: "landmark",
};

function show(isOld: boolean) {
  const onChoose = vi.fn();
  render(
    <MantineProvider>
      <CandidateList found={{ items: [villa] }} isOld={isOld} list={createRef()} onChoose={onChoose} />
    </MantineProvider>,
  );
  fireEvent.click(screen.getByRole("button", { name: /Villa 7/ }));
  return onChoose;
}

beforeAll(() => activate("en"));
afterEach(cleanup);

it("gives the place that is taken", () => {
  expect(show(false)).toHaveBeenCalledWith(villa, false);
});

it("shows what older words found, and lets nobody take it", () => {
  expect(show(true)).not.toHaveBeenCalled();
});
