import { Alert, Button, List } from "@mantine/core";
import { isUnreachable, ProblemError } from "../api/problem";
import { useT } from "../lib/i18n";
import { Icon } from "./icon";

type Props = { error: Error | null | undefined; title?: string; onRetry?: () => void };

/** What went wrong, in the server's words, with the fields it names. Shows nothing without an error. */
export function ProblemNote({ error, title, onRetry }: Props) {
  const t = useT();
  if (!error) return null;
  const fields = error instanceof ProblemError ? error.errors.filter((entry) => entry.message !== error.message) : [];
  return (
    <Alert role="alert" color="red" icon={<Icon name="warning" />} title={title ?? t("app.failed")}>
      {isUnreachable(error) ? t("app.unreachable") : error.message}
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
