import { Button, Card, Group, Modal, Stack, Text } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Working } from "../../components/working";
import { spoken, useLocale, useT } from "../../lib/i18n";

type Item = { id: string; name: string; nameAr: string | null; community: { names: Record<string, string> } | null };
type Props<T extends Item> = {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  canWrite: boolean;
  add: string;
  note: (item: T) => ReactNode;
  form: (known: T | null, onDone: () => void) => ReactNode;
};

/** A list of the clinic's own, with one form for a new one and for a correction. */
export function OwnList<T extends Item>({ query, canWrite, add, note, form }: Props<T>) {
  const t = useT();
  const { locale } = useLocale();
  const [editing, setEditing] = useState<T | "new" | null>(null);
  const done = () => setEditing(null);
  const items = query.data?.pages.flatMap((page) => page.items);
  const title = editing === "new" ? add : t("ownPlaces.correct");
  return (
    <Stack gap="sm">
      {canWrite && (
        <Group>
          <Button size="xs" onClick={() => setEditing("new")}>
            {add}
          </Button>
        </Group>
      )}
      {items === undefined && <Working query={query} />}
      {items?.length === 0 && <Text>{t("ownPlaces.none")}</Text>}
      {items?.map((item) => (
        <Card key={item.id} withBorder p="sm" component="article" aria-label={item.name}>
          <Group justify="space-between" wrap="nowrap">
            <div>
              <Text fw={600}>
                <bdi>{item.name}</bdi> {item.nameAr && <bdi>· {item.nameAr}</bdi>}
              </Text>
              <Text size="sm" c="dimmed">
                <bdi>{item.community && spoken(item.community.names, locale)}</bdi> {note(item)}
              </Text>
            </div>
            {canWrite && (
              <Button size="xs" variant="default" onClick={() => setEditing(item)}>
                {t("ownPlaces.correct")}
              </Button>
            )}
          </Group>
        </Card>
      ))}
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("ownPlaces.more")}
        </Button>
      )}
      <Modal opened={editing !== null} onClose={done} title={title} size="lg" closeButtonProps={{ "aria-label": t("app.close") }}>
        {editing !== null && form(editing === "new" ? null : editing, done)}
      </Modal>
    </Stack>
  );
}
