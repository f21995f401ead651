import { Button, Group, NativeSelect, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { reportDisruption } from "../../../api/disruptions";
import type { DisruptionIn, DisruptionMade, Plan } from "../../../api/types";
import { PlacePicker } from "../../../components/place-picker";
import { ProblemNote } from "../../../components/problem-note";
import { useT } from "../../../lib/i18n";
import type { Clock } from "../../../lib/time";
import { AtRiskList } from "./at-risk-list";
import { areas, emptyDraft, factors, toDisruption, type Draft } from "./bad-day";
import { CommunityPicker } from "./community-picker";

type Props = { plan: Plan; zone: string; clock: Clock; onMade: (made: DisruptionMade) => void };

/** Where, when, how much slower and why. "What would it put at risk?" changes nothing. */
export function BadDayForm({ plan, zone, clock, onMade }: Props) {
  const t = useT();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(plan.date, zone, new Date()));
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const ask = useMutation({ mutationFn: reportDisruption });
  const report = useMutation({
    mutationFn: reportDisruption,
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ["disruptions"] });
      void client.invalidateQueries({ queryKey: ["plan"] });
      onMade(made);
    },
  });
  const run = (action: (body: DisruptionIn) => void, dryRun: boolean) => {
    const body = toDisruption(draft, zone, dryRun);
    if (body !== null) action(body);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(report.mutate, false);
  };
  const isComplete = toDisruption(draft, zone, true) !== null;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t("badDay.reason")}
          placeholder={t("badDay.reasonHint")}
          dir="auto"
          required
          data-autofocus
          value={draft.reason}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
        <SegmentedControl
          aria-label={t("badDay.area")}
          value={draft.area}
          onChange={(value) => set({ area: areas.find((area) => area === value) ?? "everywhere" })}
          data={areas.map((value) => ({ value, label: t(`badDay.${value}`) }))}
        />
        {draft.area === "communities" && (
          <CommunityPicker chosen={draft.communities} onChange={(communities) => set({ communities })} />
        )}
        {draft.area === "around" && (
          <Group grow align="start">
            <PlacePicker label={t("badDay.center")} onPick={(center) => set({ center })} />
            <TextInput
              label={t("badDay.radius")}
              type="number"
              min={0.5}
              max={50}
              step={0.5}
              value={draft.radiusKm}
              onChange={(event) => set({ radiusKm: Number(event.currentTarget.value) })}
            />
          </Group>
        )}
        <Group grow>
          <TextInput
            label={t("badDay.from")}
            type="datetime-local"
            dir="ltr"
            value={draft.from}
            onChange={(event) => set({ from: event.currentTarget.value })}
          />
          <TextInput
            label={t("badDay.to")}
            type="datetime-local"
            dir="ltr"
            value={draft.to}
            error={draft.from >= draft.to && t("badDay.order")}
            onChange={(event) => set({ to: event.currentTarget.value })}
          />
        </Group>
        <NativeSelect
          label={t("badDay.factor")}
          value={String(draft.factor)}
          onChange={(event) => set({ factor: Number(event.currentTarget.value) })}
          data={factors.map((factor) => ({ value: String(factor), label: t("badDay.times", { factor }) }))}
        />
        {ask.data && <AtRiskList atRisk={ask.data.atRisk} plan={plan} clock={clock} isDone={false} />}
        <ProblemNote error={report.error ?? ask.error} />
        <Group justify="flex-end">
          <Button variant="default" disabled={!isComplete} loading={ask.isPending} onClick={() => run(ask.mutate, true)}>
            {t("badDay.ask")}
          </Button>
          <Button type="submit" color="orange.9" disabled={!isComplete} loading={report.isPending}>
            {t("badDay.switchOn")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
