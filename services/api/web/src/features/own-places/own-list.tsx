import { Button, Card, Group, Modal, Stack, Text } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Working } from "../../components/working";
import { useT } from "../../lib/i18n";

type Item = { id: string; name: string; nameAr: string | null; community: { name: string } | null };
type Props<T extends Item> = {
  query: Pick<UseInfiniteQueryResult, "isError" | "error" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage" | "refetch" | "isPending">;
  items: T[] | undefined;
  canWrite: boolean;
  add: string;
  editing: T | "new" | null;
  onEdit: (item: T | "new" | null) => void;
  note: (item: T) => ReactNode;
  form: ReactNode;
};

/** A list of the clinic's own, with one form for a new one and for a correction. */
export function OwnList<T extends Item>({ query, items, canWrite, add, editing, onEdit, note, form }: Props<T>) {
  const t = useT();
  const title = editing === "new" ? add : t("ownPlaces.correct");
  return (
    <Stack gap="sm">
      {canWrite && (
        <Group>
          <Button size="xs" onClick={() => onEdit("new")}>
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
                <bdi>{item.community?.name}</bdi> {note(item)}
              </Text>
            </div>
            {canWrite && (
              <Button size="xs" variant="default" onClick={() => onEdit(item)}>
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
      <Modal opened={editing !== null} onClose={() => onEdit(null)} title={title} size="lg" closeButtonProps={{ "aria-label": t("app.close") }}>
        {form}
      </Modal>
    </Stack>
  );
}
