import { Alert, Button, List } from "@mantine/core";
import { ProblemError } from "../api/problem";
import { useT } from "../lib/i18n";
import { Icon } from "./icon";
import { wordsOf } from "./problem-words";

type Props = { error: Error | null | undefined; title?: string; onRetry?: () => void };

/** What went wrong, in words, with the fields that the server names. Shows nothing without an error. */
export function ProblemNote({ error, title, onRetry }: Props) {
  const t = useT();
  if (!error) return null;
  const fields = error instanceof ProblemError ? error.errors.filter((entry) => entry.message !== error.message) : [];
  return (
    <Alert role="alert" color="red" icon={<Icon name="warning" />} title={title ?? t("app.failed")}>
      {wordsOf(error)}
      {fields.length > 0 && (
        <List size="sm" mt={4}>
          {fields.map((entry) => (
            <List.Item key={entry.field + entry.message}>
              <bdi dir="ltr">{entry.field}</bdi>: {entry.message}
            </List.Item>
          ))}
        </List>
      )}
      {onRetry && (
        <Button size="xs" variant="default" mt="xs" onClick={onRetry}>
          {t("app.retry")}
        </Button>
      )}
    </Alert>
  );
}
