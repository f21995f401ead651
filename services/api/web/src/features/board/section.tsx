import { Text, Title } from "@mantine/core";
import { useId, type ReactNode } from "react";
import { useT, type MessageKey } from "../../lib/i18n";
import styles from "./board.module.css";

export const queueId = "queue";

/** Keeps the place of whoever works by keyboard when the card with the focus goes away. */
export function focusQueue() {
  document.getElementById(queueId)?.focus();
}

type Props = { title: MessageKey; count: number; children: ReactNode };

/** A counted list of the queue, named by its title. */
export function Section({ title, count, children }: Props) {
  const t = useT();
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <Title order={2} size="sm" id={id}>
        {t(title)} <span className="num">({count})</span>
      </Title>
      {count === 0 ? (
        <Text size="xs" c="dimmed">
          {t("board.queueEmpty")}
        </Text>
      ) : (
        <ul className={styles.list}>{children}</ul>
      )}
    </section>
  );
}
