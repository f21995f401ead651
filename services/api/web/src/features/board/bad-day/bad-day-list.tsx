import { Button, Group, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { endDisruption } from "../../../api/disruptions";
import type { Disruption } from "../../../api/types";
import { announce } from "../../../components/announce";
import { ProblemNote } from "../../../components/problem-note";
import { isolated, listed, spoken, useLocale, useT } from "../../../lib/i18n";
import type { Clock } from "../../../lib/time";
import styles from "../board.module.css";
import { isEverywhere } from "./bad-day";

type Props = { all: Disruption[]; clock: Clock; onEnded: () => void };

/** What slows travel down now or later; each can be taken back. */
export function BadDayList({ all, clock, onEnded }: Props) {
  const t = useT();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: endDisruption,
    onSuccess: () => {
      announce(t("badDay.ended"));
      onEnded();
      void client.invalidateQueries({ queryKey: ["disruptions"] });
      void client.invalidateQueries({ queryKey: ["plan"] });
    },
  });
  const now = Date.now();
  const lasting = all.filter(({ endsAt }) => Date.parse(endsAt) > now);
  if (lasting.length === 0) return null;
  const ends = ({ startsAt, endsAt }: Disruption) =>
    clock.day(startsAt) === clock.day(endsAt) ? clock.time(endsAt) : clock.dayTime(endsAt);
  return (
    <>
      <ul className={styles.list} aria-label={t("badDay.list")}>
        {lasting.map((one) => (
          <li key={one.id}>
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm">
                <bdi>{one.reason}</bdi> · <span className="num">×{one.factor}</span> · <Where of={one} /> ·{" "}
                <bdi>
                  {clock.dayTime(one.startsAt)} – {ends(one)}
                </bdi>
              </Text>
              <Button size="xs" variant="default" disabled={end.isPending} onClick={() => end.mutate(one)}>
                {t("badDay.remove")}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
      <ProblemNote error={end.error} />
    </>
  );
}

/** Communities by their names. A circle has none: it is told by its size. */
function Where({ of: one }: { of: Disruption }) {
  const t = useT();
  const { locale } = useLocale();
  if (isEverywhere(one)) return t("badDay.everywhere");
  const named = one.communities.map(({ names }) => isolated(spoken(names, locale)));
  const around = one.circle === null ? [] : [t("badDay.circle", { km: one.circle.radiusM / 1_000 })];
  return listed([...named, ...around]);
}
