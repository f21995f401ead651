import { describe, expect, it } from "vitest";
import { ProblemError } from "../../api/problem";
import { Outbox, type Waiting } from "./outbox";

const isText = (value: unknown): value is string => typeof value === "string";
const entry = (id: string): Waiting<string> => ({ id, target: "visit", body: id });

function storeOf(content: Record<string, string> = {}) {
  return {
    content,
    getItem: (key: string) => content[key] ?? null,
    setItem: (key: string, value: string) => void (content[key] = value),
  };
}

describe("outbox", () => {
  it("keeps facts without a network and sends them in order when it is back", async () => {
    const sent: string[] = [];
    let online = false;
    const send = async ({ id }: Waiting<string>) => {
      if (!online) throw new TypeError("Failed to fetch");
      sent.push(id);
    };
    const outbox = new Outbox("k", storeOf(), isText, send, () => undefined);
    await outbox.add(entry("depart"));
    await outbox.add(entry("arrive"));
    expect(outbox.snapshot().map(({ id }) => id)).toEqual(["depart", "arrive"]);
    online = true;
    await outbox.replay();
    expect(sent).toEqual(["depart", "arrive"]);
    expect(outbox.snapshot()).toEqual([]);
  });

  it("is still there after the page was closed", async () => {
    const store = storeOf();
    const offline = () => Promise.reject(new TypeError("Failed to fetch"));
    await new Outbox("k", store, isText, offline, () => undefined).add(entry("start"));
    const reopened = new Outbox("k", store, isText, () => Promise.resolve(), () => undefined);
    expect(reopened.snapshot()).toEqual([entry("start")]);
  });

  it("tells of a refused fact and goes on with the next", async () => {
    const refused: string[] = [];
    const sent: string[] = [];
    const send = async ({ id }: Waiting<string>) => {
      if (id === "bad") throw new ProblemError(409, { title: "No" });
      sent.push(id);
    };
    const outbox = new Outbox("k", storeOf(), isText, send, ({ id }) => refused.push(id));
    await Promise.all([outbox.add(entry("bad")), outbox.add(entry("good"))]);
    await outbox.replay();
    expect([refused, sent]).toEqual([["bad"], ["good"]]);
  });

  it("waits while the server is overloaded or the session has ended", async () => {
    for (const status of [401, 429, 503]) {
      const send = () => Promise.reject(new ProblemError(status, {}));
      const outbox = new Outbox("k", storeOf(), isText, send, () => undefined);
      await outbox.add(entry("x"));
      expect(outbox.snapshot()).toHaveLength(1);
    }
  });

  it("starts empty when the storage holds rubbish", () => {
    const outbox = new Outbox("k", storeOf({ k: "{]" }), isText, () => Promise.resolve(), () => undefined);
    expect(outbox.snapshot()).toEqual([]);
  });
});
