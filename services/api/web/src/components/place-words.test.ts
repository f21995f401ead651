import { describe, expect, it } from "vitest";
import type { PlaceNotice } from "../api/types";
import { activate, type Locale } from "../lib/i18n";
import { sentenceOf } from "./place-words";

const outside: PlaceNotice = {
  kind: "outside",
  text: "Al Khan is 2.4 km outside Dubai; we serve Dubai only.",
  said: "name",
  area: "Dubai",
  distanceKm: 2.4,
  names: { en: "Al Khan", ar: "الخان" },
  emirate: "Sharjah",
};

async function say(notice: PlaceNotice, locale: Locale): Promise<string> {
  await activate(locale);
  return sentenceOf(notice, locale).replace(/[\u2068\u2069]/g, "");
}

describe("the notice of a place search", () => {
  it("names what is outside and how far, in both languages", async () => {
    expect(await say(outside, "en")).toBe("Al Khan, Sharjah is 2.4 km outside Dubai; we serve Dubai only.");
    expect(await say(outside, "ar")).toBe("الخان، الشارقة: على بعد 2.4 كم خارج دبي؛ نحن نخدم دبي فقط.");
  });
  it("says a city that is its emirate once, and a far one in whole kilometres", async () => {
    const city = { ...outside, names: { en: "Sharjah", ar: "الشارقة" }, distanceKm: 11.6 };
    expect(await say(city, "en")).toBe("Sharjah is 12 km outside Dubai; we serve Dubai only.");
  });
  it("says what was pasted when it has no name", async () => {
    const link: PlaceNotice = { ...outside, said: "link", names: null, emirate: null, distanceKm: 0.3 };
    expect(await say(link, "en")).toBe("The place of this link is 300 m outside Dubai; we serve Dubai only.");
    expect(await say(link, "ar")).toContain("موقع هذا الرابط");
  });
  it("says what is wrong with a number or a code", async () => {
    const short: PlaceNotice = { kind: "unreadable", text: "", said: "makani", flaw: "length", typed: "30032 953" };
    expect(await say(short, "en")).toContain("30032 953 has 8");
    expect(await say({ ...short, said: "plus-code", flaw: "signs", typed: "57WF+VA" }, "ar")).toContain("57WF+VA ليس");
  });
  it("keeps the server's sentence where it has no data for one", async () => {
    expect(await say({ kind: "outside", text: "Too far.", said: "name" }, "ar")).toBe("Too far.");
  });
});
