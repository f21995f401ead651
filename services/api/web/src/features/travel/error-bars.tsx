import { Title } from "@mantine/core";
import styles from "../../components/page.module.css";
import { useT } from "../../lib/i18n";
import { percent, widths } from "./figures";

type Row = { name: string; legs: number; meanError: number | null };

/** The mean error of each row as a bar, with the number it stands for and how many drives it is from. */
export function ErrorBars({ title, rows }: { title: string; rows: Row[] }) {
  const t = useT();
  const driven = rows.filter((row) => row.legs > 0);
  const wide = widths(driven.map((row) => row.meanError));
  return (
    <section aria-label={title}>
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      <ul className={styles.bars}>
        {driven.map((row, index) => (
          <li key={row.name} className={styles.bar}>
            <bdi className="num">{row.name}</bdi>
            <div className={styles.track} aria-hidden="true">
              <div className={styles.fill} style={{ width: `${wide[index] ?? 0}%` }} />
            </div>
            <span className="num">
              <bdi dir="ltr">{percent(row.meanError)}</bdi> {t("travel.of", { legs: row.legs })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
