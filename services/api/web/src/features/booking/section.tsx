import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useT, type MessageKey } from "../../lib/i18n";
import styles from "./booking.module.css";

type Props = { number: number; title: MessageKey; children: ReactNode; aside?: ReactNode };

/** One step of the call; Alt and its number lead to its first field. */
export function Section({ number, title, children, aside }: Props) {
  const t = useT();
  return (
    <section className={styles.section} id={`section-${number}`} aria-labelledby={`section-title-${number}`}>
      <div className={styles.sectionHead}>
        <kbd className={styles.step} title={`Alt+${number}`}>
          {number}
        </kbd>
        <Title order={2} size="h5" id={`section-title-${number}`}>
          {t(title)}
        </Title>
        {aside}
      </div>
      {children}
    </section>
  );
}

export function focusSection(number: number) {
  const section = document.getElementById(`section-${number}`);
  section?.scrollIntoView({ block: "nearest" });
  const field = section?.querySelector<HTMLElement>(
    'input:not([type="hidden"]):not(:disabled), select, textarea, [role="radio"][tabindex="0"], button:not(:disabled)',
  );
  field?.focus();
}
