import { Notification } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useT } from "../lib/i18n";
import styles from "./announce.module.css";

type Announcement = { id: number; text: string; grave: boolean };

let shown: Announcement[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: Announcement[]) {
  shown = next;
  listeners.forEach((listener) => listener());
}

/** Says a sentence in the corner and to screen readers; grave ones stay until closed. */
export function announce(text: string, grave = false) {
  const id = nextId++;
  set([...shown.slice(-2), { id, text, grave }]);
  if (!grave) setTimeout(() => dismiss(id), 6_000);
}

function dismiss(id: number) {
  set(shown.filter((entry) => entry.id !== id));
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcements() {
  const t = useT();
  const entries = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className={styles.region} role="status" aria-live="polite">
      {entries.map((entry) => (
        <Notification
          key={entry.id}
          color={entry.grave ? "red" : "cyan"}
          withBorder
          closeButtonProps={{ "aria-label": t("app.close") }}
          onClose={() => dismiss(entry.id)}
        >
          {entry.text}
        </Notification>
      ))}
    </div>
  );
}
