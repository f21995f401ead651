import { Button, Group, Modal, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { reportAbsence } from "../../api/plans";
import type { AbsenceIn, Plan, PlanRoute } from "../../api/types";
import { announce } from "../../components/announce";
import { Icon } from "../../components/icon";
import { ProblemNote } from "../../components/problem-note";
import { translateWord, useT } from "../../lib/i18n";
import { useNow, wallToIso } from "../../lib/time";
import { absenceFrom } from "./absence";

const reasons: AbsenceIn["reason"][] = ["illness", "leave", "training", "other"];

type Props = { plan: Plan; zone: string };

/** A therapist falls out: the visits are freed, and the planner looks for others at once. */
export function AbsenceButton({ plan, zone }: Props) {
  const t = useT();
  const [opened, setOpened] = useState(false);
  const now = useNow();
  const shifts = plan.routes.filter((route) => Date.parse(route.endsAt) > now);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="away" size={15} />}
        onClick={() => setOpened(true)}
        disabled={shifts.length === 0}
      >
        {t("board.absence")}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t("absence.title")}
        closeButtonProps={{ "aria-label": t("app.close") }}
      >
        <AbsenceForm shifts={shifts} zone={zone} onDone={() => setOpened(false)} />
      </Modal>
    </>
  );
}

type FormProps = { shifts: PlanRoute[]; zone: string; onDone: () => void };

function AbsenceForm({ shifts, zone, onDone }: FormProps) {
  const t = useT();
  const client = useQueryClient();
  const [reason, setReason] = useState<AbsenceIn["reason"]>("illness");
  const [form, setForm] = useState(() => absenceFrom(shifts[0], zone, Date.now()));
  const route = shifts.find((entry) => entry.shiftId === form.shiftId);
  const report = useMutation({
    mutationFn: (therapistId: string) =>
      reportAbsence(therapistId, {
        from: wallToIso(form.from, zone),
        to: wallToIso(form.to, zone),
        reason,
      }),
    onSuccess: (answer) => {
      announce(t("absence.done", { freed: answer.freed.length, running: answer.inProgress.length }));
      void client.invalidateQueries({ queryKey: ["plan"] });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (route !== undefined) report.mutate(route.therapist.id);
  };
  const choose = (shiftId: string) => {
    const chosen = shifts.find((entry) => entry.shiftId === shiftId);
    setForm(absenceFrom(chosen, zone, Date.now()));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <NativeSelect
          label={t("absence.therapist")}
          value={form.shiftId}
          onChange={(event) => choose(event.currentTarget.value)}
          data={shifts.map((entry) => ({ value: entry.shiftId, label: entry.therapist.name }))}
        />
        <Group grow>
          <TextInput
            label={t("absence.from")}
            type="datetime-local"
            dir="ltr"
            required
            value={form.from}
            onChange={(event) => setForm({ ...form, from: event.currentTarget.value })}
          />
          <TextInput
            label={t("absence.to")}
            type="datetime-local"
            dir="ltr"
            required
            value={form.to}
            onChange={(event) => setForm({ ...form, to: event.currentTarget.value })}
          />
        </Group>
        <NativeSelect
          label={t("absence.reason")}
          value={reason}
          onChange={(event) => setReason(reasons.find((known) => known === event.currentTarget.value) ?? "other")}
          data={reasons.map((value) => ({ value, label: translateWord("absence", value) }))}
        />
        <ProblemNote error={report.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" loading={report.isPending}>
            {t("absence.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
