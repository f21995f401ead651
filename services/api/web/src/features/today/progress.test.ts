import { describe, expect, it } from "vitest";
import { actsFor, isOver, project } from "./progress";

describe("project", () => {
  it("shows what was done offline", () => {
    expect(project("accepted", ["depart", "arrive"])).toBe("arrived");
  });
  it("leaves the status alone for facts that do not change it", () => {
    expect(project("en-route", ["delay"])).toBe("en-route");
  });
});

it("offers the next step of the day and nothing once a visit is over", () => {
  expect(actsFor("arrived").main).toEqual(["start"]);
  expect(actsFor("done")).toEqual({ main: [], more: [] });
  expect(isOver("no-show")).toBe(true);
});
