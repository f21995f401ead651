import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { publish, violationsOf, type Acknowledgement } from "../../api/plans";
import type { Plan } from "../../api/types";
import { announce } from "../../components/announce";
import { Icon } from "../../components/icon";
import { ProblemNote } from "../../components/problem-note";
import { canPass, promiseIds, Violations, type Passing } from "../../components/violations";
import { useT } from "../../lib/i18n";
import { namesOf } from "./names";

const nothing: Passing = { agreed: false, reason: "" };

/** Sends the day to the therapists; what the verifier objects to is listed and passed by name, or not at all. */
export function PublishButton({ plan }: { plan: Plan }) {
  const t = useT();
  const client = useQueryClient();
  const [passing, setPassing] = useState(nothing);
  const publishing = useMutation({
    mutationFn: (body: Acknowledgement) => publish(plan.date, body),
    onSuccess: (answer) => {
      announce(
        answer.notDispatched.length === 0
          ? t("publish.done", { routes: answer.routes, visits: answer.visits })
          : t("publish.doneSome", {
              routes: answer.routes,
              visits: answer.visits,
              left: answer.notDispatched.length,
            }),
      );
      void client.invalidateQueries({ queryKey: ["plan"] });
      void client.invalidateQueries({ queryKey: ["visits"] });
    },
  });
  const violations = violationsOf(publishing.error);
  const close = () => {
    publishing.reset();
    setPassing(nothing);
  };
  return (
    <>
      <Button
        size="xs"
        leftSection={<Icon name="send" size={15} />}
        loading={publishing.isPending}
        onClick={() => publishing.mutate({})}
      >
        {t("board.publish")}
      </Button>
      <Modal
        opened={publishing.isError}
        onClose={close}
        title={t("publish.refused")}
        closeButtonProps={{ "aria-label": t("app.close") }}
        size="lg"
      >
        <Stack>
          {violations.length === 0 ? (
            <ProblemNote error={publishing.error} />
          ) : (
            <>
              <Text size="sm">{t("publish.refusedLead")}</Text>
              <Violations
                violations={violations}
                nameOf={(id) => namesOf(plan).get(id) ?? null}
                passing={passing}
                onPassing={setPassing}
              />
            </>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("app.cancel")}
            </Button>
            {violations.length > 0 && (
              <Button
                disabled={!canPass(violations, passing)}
                onClick={() => publishing.mutate({ acknowledge: promiseIds(violations), reason: passing.reason.trim() })}
              >
                {t("publish.anyway")}
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
