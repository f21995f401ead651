import { Card, Center, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Preferences } from "../../components/preferences";
import { useT, type MessageKey } from "../../lib/i18n";

type Props = { title: MessageKey; lead: MessageKey; children: ReactNode };

/** What every page before signing in looks like. */
export function LoginFrame({ title, lead, children }: Props) {
  const t = useT();
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack w="100%" maw={400}>
        <Group justify="space-between">
          <Group gap="xs">
            <img src="/icon.svg" alt="" width={32} height={32} />
            <Text fw={700} size="xl">
              {t("app.name")}
            </Text>
          </Group>
          <Group gap={4}>
            <Preferences />
          </Group>
        </Group>
        <Card withBorder p="lg">
          <Title order={1} size="h3">
            {t(title)}
          </Title>
          <Text c="dimmed" size="sm" mb="md">
            {t(lead)}
          </Text>
          {children}
        </Card>
      </Stack>
    </Center>
  );
}
