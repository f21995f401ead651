import { Button, Group, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Role, Visit } from "../../api/types";
import { cancelVisit, isOver, recordConsent, reschedule } from "../../api/visits";
import { useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import { announce } from "../announce";
import { ProblemNote } from "../problem-note";
import { CancelForm } from "./cancel-form";
import { ConsentForm } from "./consent-form";
import { RescheduleForm } from "./reschedule-form";

type Asking = "consent" | "reschedule" | "cancel";

type Props = { visit: Visit; roles: Role[]; clock: Clock; zone: string };

const stale = ["plan", "visit", "visits", "request", "requests", "offers", "call-list"];

/** What the patient decides about a booked visit, recorded by whoever is on the phone with them. */
export function VisitCare({ visit, roles, clock, zone }: Props) {
  const t = useT();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const act = useMutation({
    mutationFn: (call: () => Promise<unknown>) => call(),
    onSuccess: () => {
      announce(t("act.done"));
      setAsking(null);
      void client.invalidateQueries({ predicate: ({ queryKey: [first] }) => stale.some((key) => key === first) });
    },
  });
  if (isOver(visit) || visit.status === "in-progress") return null;
  const desk = roles.some((role) => role === "agent" || role === "dispatcher" || role === "supervisor");
  const phone = roles.some((role) => role === "agent" || role === "supervisor");
  if (!desk) return null;
  const toggle = (what: Asking) => {
    act.reset();
    setAsking(asking === what ? null : what);
  };
  return (
    <Stack gap="sm">
      <Group gap={6}>
        {visit.missingForDispatch.includes("consent") && (
          <Button size="xs" disabled={act.isPending} onClick={() => toggle("consent")} aria-expanded={asking === "consent"}>
            {t("care.consent")}
          </Button>
        )}
        {phone && (
          <Button
            size="xs"
            variant="light"
            disabled={act.isPending}
            onClick={() => toggle("reschedule")}
            aria-expanded={asking === "reschedule"}
          >
            {t("care.reschedule")}
          </Button>
        )}
        <Button
          size="xs"
          variant="light"
          color="red"
          disabled={act.isPending}
          onClick={() => toggle("cancel")}
          aria-expanded={asking === "cancel"}
        >
          {t("act.cancel")}
        </Button>
      </Group>
      {asking === "consent" && (
        <ConsentForm
          visit={visit}
          zone={zone}
          busy={act.isPending}
          onConsent={(consent) => act.mutate(() => recordConsent(visit.id, consent))}
        />
      )}
      {asking === "reschedule" && (
        <RescheduleForm
          visit={visit}
          clock={clock}
          zone={zone}
          busy={act.isPending}
          onReschedule={(holdId, reason) => act.mutate(() => reschedule(visit.id, holdId, reason))}
        />
      )}
      {asking === "cancel" && (
        <CancelForm
          busy={act.isPending}
          onCancel={(reason, askedBy) => act.mutate(() => cancelVisit(visit.id, reason, askedBy))}
        />
      )}
      <ProblemNote error={act.error} />
    </Stack>
  );
}
