import { expect, it } from "vitest";
import { whatsApp } from "./pin-link";

it("addresses WhatsApp by international number only", () => {
  expect(whatsApp("+971 50 765 4325", "a b")).toBe("https://wa.me/971507654325?text=a%20b");
  expect(whatsApp("0507654325", "a")).toBe("https://wa.me/?text=a");
});
