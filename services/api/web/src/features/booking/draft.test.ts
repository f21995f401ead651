import { describe, expect, it } from "vitest";
import { changes, emptyDraft, isCallable, toPatch, withoutRefused } from "./draft";

describe("toPatch", () => {
  it("sends nothing that is half typed", () => {
    expect(toPatch({ ...emptyDraft, callerPhone: "050", dateOfBirth: "19", complaint: " " })).toEqual({});
  });
  it("sends as much of the patient as is known", () => {
    expect(toPatch({ ...emptyDraft, name: "Aisha" }).patient).toEqual({ name: "Aisha", languages: ["en"] });
    const draft = { ...emptyDraft, name: " Aisha ", dateOfBirth: "1990-05-01", gender: "female" as const };
    expect(toPatch(draft).patient).toEqual({
      name: "Aisha",
      dateOfBirth: "1990-05-01",
      gender: "female",
      languages: ["en"],
    });
  });
  it("names a known patient instead of describing one", () => {
    const patch = toPatch({ ...emptyDraft, patientId: "p1", name: "Aisha", dateOfBirth: "1990-05-01", gender: "female" });
    expect(patch).toEqual({ patientId: "p1" });
  });
  it("keeps an unknown answer as null, which is not no", () => {
    const patch = toPatch({ ...emptyDraft, questionnaire: "v1", answers: { fever: null } });
    expect(patch.screening).toEqual({ version: "v1", answers: { fever: null } });
  });
});

describe("changes", () => {
  it("holds only what the server has not got", () => {
    const kept = { callerPhone: "+971501234567", place: { lat: 25, lon: 55 } };
    expect(changes(kept, { ...kept, place: { lat: 25, lon: 55.1 } })).toEqual({ place: { lat: 25, lon: 55.1 } });
    expect(changes(kept, { ...kept })).toEqual({});
  });
});

it("saves the rest when one part is refused", () => {
  const patch = { complaint: "neck", place: { lat: 24, lon: 54 } };
  expect(withoutRefused(patch, ["place.lat", "place.lon"])).toEqual({ complaint: "neck" });
});

it("accepts numbers typed in Arabic digits", () => {
  expect(isCallable("٠٥٠١٢٣٤٥٦٧")).toBe(true);
  expect(isCallable("050 12")).toBe(false);
});
