import { Button, Group, List, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { move, violationsOf } from "../../api/plans";
import type { MoveAnswer, Plan } from "../../api/types";
import { announce } from "../../components/announce";
import { ProblemNote } from "../../components/problem-note";
import { canPass, promiseIds, Violations, type Passing } from "../../components/violations";
import { isolated, useT } from "../../lib/i18n";
import { minutes, type Clock } from "../../lib/time";
import { namesOf } from "./names";

type Props = { plan: Plan; visitId: string; clock: Clock; onDone: () => void };

/** First what a move would change and break, in words; only then the move itself. */
export function MoveForm({ plan, visitId, clock, onDone }: Props) {
  const t = useT();
  const client = useQueryClient();
  const [shiftId, setShiftId] = useState("");
  const [passing, setPassing] = useState<Passing>({ agreed: false, reason: "" });
  const trial = useQuery({
    queryKey: ["move-trial", plan.date, plan.generation, visitId, shiftId],
    enabled: shiftId !== "",
    retry: false,
    gcTime: 0,
    queryFn: () => move(plan.date, { visitId, shiftId, dryRun: true }),
  });
  const commit = useMutation({
    mutationFn: (acknowledge: string[]) =>
      move(plan.date, {
        visitId,
        shiftId,
        dryRun: false,
        ...(acknowledge.length > 0 ? { acknowledge, reason: passing.reason.trim() } : {}),
      }),
    onSuccess: () => {
      announce(t("move.done"));
      void client.invalidateQueries({ queryKey: ["plan"] });
      void client.invalidateQueries({ queryKey: ["visit"] });
      onDone();
    },
  });
  const names = namesOf(plan);
  const violations = trial.data?.violations ?? violationsOf(trial.error ?? commit.error);
  const shifts = plan.routes.map((route) => ({
    value: route.shiftId,
    label: `${route.therapist.name} · ${clock.range(route.startsAt, route.endsAt)}`,
  }));
  return (
    <Stack gap="sm" component="section" aria-label={t("move.title")}>
      <Title order={3} size="sm">
        {t("move.title")}
      </Title>
      <NativeSelect
        label={t("move.shift")}
        value={shiftId}
        onChange={(event) => setShiftId(event.currentTarget.value)}
        data={[{ value: "", label: t("move.choose") }, ...shifts]}
      />
      {trial.isFetching && <Text size="sm">{t("move.trying")}</Text>}
      {trial.data && <Changes answer={trial.data} plan={plan} names={names} clock={clock} />}
      <Violations violations={violations} nameOf={(id) => names.get(id) ?? null} passing={passing} onPassing={setPassing} />
      {violations.length === 0 && <ProblemNote error={trial.error ?? commit.error} />}
      <Group justify="flex-end" gap="xs">
        <Button size="xs" variant="default" onClick={onDone}>
          {t("app.cancel")}
        </Button>
        <Button
          size="xs"
          loading={commit.isPending}
          disabled={trial.data === undefined || !canPass(violations, passing)}
          onClick={() => commit.mutate(promiseIds(violations))}
        >
          {t("move.commit")}
        </Button>
      </Group>
    </Stack>
  );
}

type ChangesProps = { answer: MoveAnswer; plan: Plan; names: Map<string, string>; clock: Clock };

function Changes({ answer, plan, names, clock }: ChangesProps) {
  const t = useT();
  const therapistOf = (shiftId: string | null | undefined) =>
    plan.routes.find((route) => route.shiftId === shiftId)?.therapist.name ?? t("status.unassigned");
  return (
    <>
      <Text size="sm">{t("move.travel", { minutes: minutes(answer.addedTravelS) })}</Text>
      <List size="sm" spacing={2}>
        {answer.changes.map((change) => (
          <List.Item key={change.visitId}>
            {t("move.change", {
              name: isolated(names.get(change.visitId) ?? ""),
              therapist: isolated(therapistOf(change.to?.shiftId)),
              time: change.to?.plannedStart ? clock.time(change.to.plannedStart) : "–",
            })}
          </List.Item>
        ))}
      </List>
    </>
  );
}
