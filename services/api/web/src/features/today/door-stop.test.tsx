import { i18n } from "@lingui/core";
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { ProblemError } from "../../api/problem";
import { activate, LocaleContext } from "../../lib/i18n";
import { doorStopOf, DoorStopNote } from "./door-stop";

const refused = (emergencyNumber: string | null) =>
  new ProblemError(409, {
    type: "/problems/door-check-failed",
    detail: "Stop.",
    reasons: [{ code: "thinners", kind: "clinician", text: { en: "On blood thinners", ar: "يتناول مميعات الدم" } }],
    emergencyNumber,
  });

async function show(locale: "en" | "ar", emergencyNumber: string | null, onSeen = () => undefined) {
  await activate(locale);
  const stop = doorStopOf("v", refused(emergencyNumber));
  if (!stop) throw new Error("no stop");
  render(
    <LocaleContext value={{ locale, setLocale: () => undefined }}>
      <MantineProvider>
        <DoorStopNote stop={stop} patient="Yousef" onSeen={onSeen} />
      </MantineProvider>
    </LocaleContext>,
  );
}

afterEach(cleanup);

it("says which answer stops the treatment and whom to call, until it is seen", async () => {
  const seen = vi.fn();
  await show("en", null, seen);
  expect(screen.getByRole("alert")).toHaveProperty("textContent", expect.stringContaining("On blood thinners"));
  expect(document.activeElement).toBe(screen.getByRole("alert"));
  expect(screen.getByText(i18n._("doorStop.call"))).toBeDefined();
  expect(screen.queryByRole("link")).toBeNull();
  fireEvent.click(screen.getByRole("button"));
  expect(seen).toHaveBeenCalledOnce();
});

it("says it in Arabic, with the ambulance first in an emergency", async () => {
  await show("ar", "998");
  expect(screen.getByText("يتناول مميعات الدم")).toBeDefined();
  expect(screen.getByRole("link").getAttribute("href")).toBe("tel:998");
  expect(screen.getByText(i18n._("doorStop.emergency"))).toBeDefined();
});

it("is silent about other refusals", () => {
  expect(doorStopOf("v", new ProblemError(409, { type: "/problems/papers-missing" }))).toBeNull();
  expect(doorStopOf("v", new TypeError("Failed to fetch"))).toBeNull();
});
