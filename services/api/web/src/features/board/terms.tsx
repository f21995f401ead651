import { Button, Popover, Text } from "@mantine/core";
import { translateWord, useT } from "../../lib/i18n";
import styles from "./board.module.css";

type Term = { term: string; amount: number };

/** What the cost of the plan is made of, the largest part first; parts that cost nothing are not told. */
export function Terms({ costTerms }: { costTerms: Record<string, number> }) {
  const t = useT();
  const told = termsOf(costTerms);
  if (told.length === 0) return null;
  return (
    <Popover position="bottom" withArrow shadow="md">
      <Popover.Target>
        <Button size="compact-xs" variant="default">
          {t("terms.show")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("terms.title")}>
        <Text size="xs" fw={600}>
          {t("terms.title")}
        </Text>
        <table className={styles.terms}>
          <tbody>
            {told.map(({ term, amount }) => (
              <tr key={term}>
                <th scope="row">{translateWord("term", term)}</th>
                <td className="num">{amount.toLocaleString("en")}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Text size="xs" c="dimmed">
          {t("terms.unit")}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}

export function termsOf(costTerms: Record<string, number>): Term[] {
  return Object.entries(costTerms)
    .map(([term, amount]) => ({ term, amount }))
    .filter(({ amount }) => amount !== 0)
    .sort((one, other) => other.amount - one.amount);
}
