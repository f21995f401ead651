import { describe, expect, it } from "vitest";
import { ProblemError } from "../../api/problem";
import { locate, refusal, toBody, Unknown } from "./where";

const problem = (status: number, type: string, field?: string) =>
  new ProblemError(status, { type: `/problems/${type}`, errors: field ? [{ field, message: "no" }] : [] });

function phone(answer: (good: PositionCallback, bad: PositionErrorCallback) => void): Geolocation {
  return {
    getCurrentPosition: (good, bad) => answer(good, bad ?? (() => undefined)),
    watchPosition: () => 0,
    clearWatch: () => undefined,
  };
}

const failing = (code: number) =>
  phone((_, bad) => bad({ code, message: "", PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 }));

describe("a refused pin", () => {
  it("is told apart by what was wrong with it", () => {
    expect(refusal(problem(422, "invalid", "accuracyM"))).toBe("pin.rough");
    expect(refusal(problem(422, "invalid", "lat"))).toBe("pin.outside");
    expect(refusal(problem(409, "pin-link-used"))).toBe("pin.used");
    expect(refusal(problem(409, "pin-link-expired"))).toBe("pin.expired");
    expect(refusal(problem(409, "pin-link-revoked"))).toBe("pin.revoked");
    expect(refusal(problem(404, "not-found"))).toBe("pin.unknown");
    expect(refusal(problem(503, "database-down"))).toBe("pin.unreachable");
    expect(refusal(new TypeError("Failed to fetch"))).toBe("pin.unreachable");
  });
});

describe("the phone", () => {
  it("that may not tell is not the phone that cannot", async () => {
    await expect(locate(failing(1))).rejects.toEqual(new Unknown("pin.denied"));
    await expect(locate(failing(3))).rejects.toEqual(new Unknown("pin.noGps"));
    await expect(locate(undefined)).rejects.toEqual(new Unknown("pin.noGps"));
  });
});

describe("what is sent", () => {
  it("says the phone's accuracy, and none for a pin set by hand", () => {
    expect(toBody({ lat: 25.1, lon: 55.2, accuracyM: 12 })).toEqual({ lat: 25.1, lon: 55.2, accuracyM: 12 });
    expect(toBody({ lat: 25.1, lon: 55.2, accuracyM: null })).toEqual({ lat: 25.1, lon: 55.2 });
  });
});
