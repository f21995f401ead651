import { Button, Group, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode } from "react";
import { PlacePicker, type Picked } from "../../components/place-picker";
import { ProblemNote } from "../../components/problem-note";
import { useT } from "../../lib/i18n";
import type { Point } from "./fields";
import { OwnMap } from "./own-map";

type Props<Body> = {
  list: "buildings" | "tenant-places";
  body: Body | null;
  send: (body: Body) => Promise<unknown>;
  retire: (() => Promise<unknown>) | null;
  onDone: () => void;
  point: Point | null;
  onPoint: (point: Point) => void;
  onPick: (place: Picked) => void;
  children: ReactNode;
};

/** Search, what is said of it, a point on the map: then it is kept, or taken out of the search. Without a body nothing is sent. */
export function OwnForm<Body>({ list, body, send, retire, onDone, point, onPoint, onPick, children }: Props<Body>) {
  const t = useT();
  const client = useQueryClient();
  const onSuccess = () => {
    void client.invalidateQueries({ queryKey: [list] });
    void client.invalidateQueries({ queryKey: ["places"] });
    onDone();
  };
  const save = useMutation({ mutationFn: send, onSuccess });
  const drop = useMutation({ mutationFn: (out: () => Promise<unknown>) => out(), onSuccess });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    drop.reset();
    if (body !== null) save.mutate(body);
  };
  const remove = (out: () => Promise<unknown>) => {
    save.reset();
    drop.mutate(out);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PlacePicker label={t("ownPlaces.find")} onPick={onPick} />
        {children}
        <OwnMap point={point} onPoint={onPoint} />
        <ProblemNote error={save.error ?? drop.error} fields="placeField" />
        <Group justify="flex-end">
          {retire !== null && (
            <Button variant="default" loading={drop.isPending} onClick={() => remove(retire)}>
              {t("ownPlaces.remove")}
            </Button>
          )}
          <Button type="submit" disabled={body === null} loading={save.isPending}>
            {t("ownPlaces.keep")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
