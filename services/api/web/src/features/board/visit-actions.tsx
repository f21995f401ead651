import { Button, Group, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Plan, Visit } from "../../api/types";
import { isOver, pinVisit, unassignVisit } from "../../api/visits";
import { announce } from "../../components/announce";
import { Icon } from "../../components/icon";
import { ProblemNote } from "../../components/problem-note";
import { useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import { MoveForm } from "./move-form";
import { ReasonForm } from "./reason-form";

type Asking = "move" | "unassign";

/** A dispatcher's acts on one visit. What takes something away asks for a reason first. */
export function VisitActions({ plan, visit, clock }: { plan: Plan; visit: Visit; clock: Clock }) {
  const t = useT();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const act = useMutation({
    mutationFn: (call: () => Promise<Visit>) => call(),
    onSuccess: () => {
      announce(t("act.done"));
      setAsking(null);
      for (const key of ["plan", "visit", "visits"]) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  if (isOver(visit)) return null;
  const toggle = (what: Asking) => setAsking(asking === what ? null : what);
  return (
    <Stack gap="sm">
      <Group gap={6}>
        <Button size="xs" variant="light" onClick={() => toggle("move")} aria-expanded={asking === "move"}>
          {t("act.move")}
        </Button>
        <Button
          size="xs"
          variant="light"
          leftSection={<Icon name="lock" size={14} />}
          disabled={visit.plannedStart === null}
          onClick={() => act.mutate(() => pinVisit(visit.id, !visit.pinned))}
        >
          {t(visit.pinned ? "act.unpin" : "act.pin")}
        </Button>
        <Button
          size="xs"
          variant="light"
          disabled={visit.therapist === null}
          onClick={() => toggle("unassign")}
          aria-expanded={asking === "unassign"}
        >
          {t("act.unassign")}
        </Button>
      </Group>
      {asking === "move" && (
        <MoveForm plan={plan} visitId={visit.id} clock={clock} onDone={() => setAsking(null)} />
      )}
      {asking === "unassign" && (
        <ReasonForm
          label="act.unassignWhy"
          submit="act.unassign"
          busy={act.isPending}
          onReason={(reason) => act.mutate(() => unassignVisit(visit.id, reason))}
        />
      )}
      <ProblemNote error={act.error} />
    </Stack>
  );
}
