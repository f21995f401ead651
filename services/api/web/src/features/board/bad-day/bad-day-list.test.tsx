import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { Disruption } from "../../../api/types";
import { activate, LocaleContext, type Locale } from "../../../lib/i18n";
import { clockOf } from "../../../lib/time";
import { BadDayList } from "./bad-day-list";

const hour = 3_600_000;
const flood: Disruption = {
  id: "d",
  startsAt: new Date(Date.now() - hour).toISOString(),
  endsAt: new Date(Date.now() + hour).toISOString(),
  factor: 2,
  reason: "Flood",
  communities: [],
  circle: null,
  version: 1,
};
const communities = [
  { number: 392, name: "Marsa Dubai", names: { en: "Marsa Dubai", ar: "مرسى دبي" } },
  { number: 393, name: "Al Thanyah First", names: { en: "Al Thanyah First", ar: "الثنية الأولى" } },
];

async function shown(one: Partial<Disruption>, locale: Locale) {
  await activate(locale);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <LocaleContext value={{ locale, setLocale: () => undefined }}>
        <MantineProvider>
          <BadDayList all={[{ ...flood, ...one }]} clock={clockOf("Asia/Dubai", locale)} onEnded={() => undefined} />
        </MantineProvider>
      </LocaleContext>
    </QueryClientProvider>,
  );
  return (screen.getByRole("listitem").textContent ?? "").replaceAll(/[\u2068\u2069]/g, "");
}

afterEach(cleanup);

it("names the communities that it slows down, in the page's language", async () => {
  expect(await shown({ communities }, "en")).toContain("Flood · ×2 · Marsa Dubai, Al Thanyah First ·");
  cleanup();
  expect(await shown({ communities }, "ar")).toContain("مرسى دبي، الثنية الأولى");
});

it("tells a circle by its size, and the whole emirate as everywhere", async () => {
  expect(await shown({ circle: { lat: 25.1, lon: 55.2, radiusM: 3_000 } }, "en")).toContain("3 km around a place");
  cleanup();
  expect(await shown({ circle: { lat: 25.1, lon: 55.2, radiusM: 50_000 } }, "en")).toContain("Everywhere");
});
