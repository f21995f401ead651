import { Button, Stack, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Candidates } from "../../api/types";
import { Icon } from "../../components/icon";
import { ProblemNote } from "../../components/problem-note";
import { useT } from "../../lib/i18n";

/** Sends the words to the provider that the clinic allows, for what our own names do not know. */
export function AskOnline({ asked }: { asked: UseQueryResult<Candidates> }) {
  const t = useT();
  const foundAny = asked.data?.items.some((candidate) => candidate.kind === "online");
  const foundNone = asked.isSuccess && !asked.isFetching && !foundAny;
  return (
    <Stack gap={4} align="start">
      {!foundAny && (
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="send" size={14} />}
          loading={asked.isFetching}
          onClick={() => void asked.refetch()}
        >
          {t("book.askOnline")}
        </Button>
      )}
      <Text size="sm" c="dimmed" role="status">
        {asked.isFetching && t("book.askingOnline")}
        {foundNone && t("book.onlineNone")}
      </Text>
      {!asked.isFetching && <ProblemNote error={asked.error} title={t("book.onlineFailed")} />}
    </Stack>
  );
}
