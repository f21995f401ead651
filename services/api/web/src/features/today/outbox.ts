import { isRefused, type Sent } from "./refused";

/** One fact on its way to the server, kept on the phone until it has arrived. */
export type Waiting<Body> = { id: string; target: string; body: Body };

type Store = Pick<Storage, "getItem" | "setItem">;

/**
 * Facts are written down first and sent after, in the order in which they happened. Without a network they wait;
 * each carries its own id, so that sending one twice changes nothing. One person's facts never mix with another's.
 */
export class Outbox<Body> {
  private waiting: Waiting<Body>[];
  private running: Promise<void> | null = null;
  private listeners = new Set<() => void>();

  constructor(
    private readonly key: string,
    private readonly store: Store,
    private readonly isBody: (value: unknown) => value is Body,
    private readonly send: (entry: Waiting<Body>) => Promise<void>,
    private readonly onRefused: (entry: Waiting<Body>, error: unknown) => void,
  ) {
    this.waiting = this.read();
  }

  /** For useSyncExternalStore: the same list until something changes. */
  snapshot = (): readonly Waiting<Body>[] => this.waiting;

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  add(entry: Waiting<Body>): Promise<void> {
    this.write([...this.waiting, entry]);
    return this.replay();
  }

  /** Sends what waits, oldest first, and stops at the first that cannot get through. */
  replay(): Promise<void> {
    this.running ??= this.drain().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async drain() {
    for (let entry = this.waiting[0]; entry !== undefined; entry = this.waiting[0]) {
      const sent = await this.attempt(entry);
      if (sent === "later") return;
      const { id } = entry;
      this.write(this.waiting.filter((other) => other.id !== id));
    }
  }

  private async attempt(entry: Waiting<Body>): Promise<Sent> {
    try {
      await this.send(entry);
      return "arrived";
    } catch (error) {
      if (!isRefused(error)) return "later";
      this.onRefused(entry, error);
      return "refused";
    }
  }

  private read(): Waiting<Body>[] {
    try {
      const stored: unknown = JSON.parse(this.store.getItem(this.key) ?? "[]");
      return Array.isArray(stored) ? stored.filter((entry) => this.isWaiting(entry)) : [];
    } catch {
      return []; // unreadable storage must not keep the therapist from working
    }
  }

  private isWaiting(value: unknown): value is Waiting<Body> {
    if (typeof value !== "object" || value === null) return false;
    return "id" in value && typeof value.id === "string" && "target" in value && "body" in value && this.isBody(value.body);
  }

  private write(next: Waiting<Body>[]) {
    this.waiting = next;
    this.store.setItem(this.key, JSON.stringify(next));
    this.listeners.forEach((listener) => listener());
  }
}
