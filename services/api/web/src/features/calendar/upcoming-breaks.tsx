import { List, Text } from "@mantine/core";
import type { Observance } from "../../api/types";
import { isolated, translateWord, useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";

/** When the planner keeps the coming week free: each break starts within its window. */
export function UpcomingBreaks({ breaks, clock }: { breaks: Observance["upcoming"]; clock: Clock }) {
  const t = useT();
  if (breaks.length === 0) return <Text size="sm">{t("observance.none")}</Text>;
  return (
    <List listStyleType="none" size="sm" spacing={4} aria-label={t("observance.upcoming")}>
      {breaks.map(({ kind, opensAt, closesAt, minutes }) => (
        <List.Item key={kind + opensAt}>
          {clock.day(opensAt)} · {translateWord("break", kind)} ·{" "}
          {t("observance.starts", { window: isolated(clock.range(opensAt, closesAt)), minutes })}
        </List.Item>
      ))}
    </List>
  );
}
