import { Button, Group, Popover, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { cancelRequest, requestQuery } from "../../api/requests";
import type { CareRequest } from "../../api/types";
import { ProblemNote } from "../../components/problem-note";
import { useT } from "../../lib/i18n";

/** Closes a request that leads to no visit, such as a call about something else; it stays on record with its reason. */
export function DiscardRequest({ request, onDone }: { request: CareRequest; onDone: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState("");
  const discard = useMutation({
    mutationFn: () => cancelRequest(request.id, reason.trim()),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: requestQuery(request.id).queryKey });
      void client.invalidateQueries({ queryKey: ["requests"] });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    discard.mutate();
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus withArrow>
      <Popover.Target>
        <Button size="xs" variant="default" onClick={() => setOpened(!opened)} aria-expanded={opened}>
          {t("book.discard")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Stack gap="xs">
            <TextInput
              label={t("book.discardWhy")}
              required
              dir="auto"
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <ProblemNote error={discard.error} />
            <Group>
              <Button size="xs" color="red.9" type="submit" loading={discard.isPending} disabled={reason.trim() === ""}>
                {t("book.discardConfirm")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
