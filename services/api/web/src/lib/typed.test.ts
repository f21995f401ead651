import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useTyped } from "./typed";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("knows at once that what was looked up is not what is typed now", () => {
  const { result, rerender } = renderHook(({ text }) => useTyped(text, 250), { initialProps: { text: "al nahda" } });
  expect(result.current).toEqual(["al nahda", true]);
  rerender({ text: "30032" });
  expect(result.current).toEqual(["al nahda", false]);
  act(() => void vi.advanceTimersByTime(250));
  expect(result.current).toEqual(["30032", true]);
});
