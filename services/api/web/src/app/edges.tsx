import { Button, Center, Loader, Stack, Text, Title } from "@mantine/core";
import { wordsOf } from "../components/problem-words";
import { useT } from "../lib/i18n";

/** What a page shows while it waits, when it does not exist, and when it breaks. */
export function Waiting() {
  const t = useT();
  return (
    <Center mih="50vh">
      <Loader role="status" aria-label={t("app.loading")} />
    </Center>
  );
}

export function Missing() {
  const t = useT();
  return (
    <Center mih="50vh">
      <Stack align="center">
        <Title order={1} size="h3">
          {t("app.notFound")}
        </Title>
        <Button component="a" href="/" variant="light">
          {t("app.goHome")}
        </Button>
      </Stack>
    </Center>
  );
}

export function Failure({ error }: { error: unknown }) {
  const t = useT();
  return (
    <Center mih="50vh" p="md">
      <Stack align="center" role="alert" maw="32rem">
        <Title order={1} size="h3">
          {t("app.failed")}
        </Title>
        <Text ta="center">{error instanceof Error ? wordsOf(error) : t("app.unreachable")}</Text>
        <Button onClick={() => window.location.reload()}>{t("app.retry")}</Button>
      </Stack>
    </Center>
  );
}

/** For people whose roles have no page in this app (an operator). */
export function NoPages() {
  const t = useT();
  return (
    <Center mih="50vh" p="md">
      <Text>{t("app.noPages")}</Text>
    </Center>
  );
}
