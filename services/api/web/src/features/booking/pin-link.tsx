import { Alert, Button, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { makePinLink, pinLinksQuery } from "../../api/pins";
import type { CareRequest } from "../../api/types";
import { announce } from "../../components/announce";
import { Icon } from "../../components/icon";
import { ProblemNote } from "../../components/problem-note";
import { useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";

type Props = { request: CareRequest; clock: Clock; onLanded: (place: NonNullable<CareRequest["place"]>) => void };

/** Asks the patient for a pin by a link without login, and takes it over when it lands. */
export function PinLink({ request, clock, onLanded }: Props) {
  const t = useT();
  const client = useQueryClient();
  const links = useQuery(pinLinksQuery(request.id));
  const newest = links.data?.[0];
  const make = useMutation({
    mutationFn: () => makePinLink(request.id),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["pin-links"] }),
  });
  const taken = useRef<string | null>(null);
  const wasOpen = useRef<string | null>(null);
  const { place } = request;
  useEffect(() => {
    if (newest?.state === "open") wasOpen.current = newest.id;
    // The link tells before or after the request itself; both must be there.
    const landed = newest?.state === "used" && newest.id === wasOpen.current && newest.id !== taken.current;
    if (!landed || place === null || place.id !== newest.placeId || !place.confirmed) return;
    taken.current = newest.id;
    announce(t("pinLink.landed"));
    onLanded(place);
  }, [newest, place, onLanded, t]);
  const made = make.data?.id === newest?.id ? make.data : undefined;
  return (
    <Stack gap="xs">
      {newest?.state === "used" && newest.usedAt !== null && (
        <Alert color="teal" role="status" icon={<Icon name="check" />}>
          {t("pinLink.used", { time: clock.time(newest.usedAt) })}
        </Alert>
      )}
      {newest?.state !== "open" && (
        <Group>
          <Button size="xs" variant="light" leftSection={<Icon name="pin" size={15} />} loading={make.isPending} onClick={() => make.mutate()}>
            {t("pinLink.ask")}
          </Button>
        </Group>
      )}
      {newest?.state === "open" && (
        <>
          <Text size="sm" role="status">
            {t("pinLink.waiting", { time: clock.time(newest.expiresAt) })}
          </Text>
          {made ? (
            <Share url={made.url} phone={request.callerPhone} />
          ) : (
            <Button size="xs" variant="default" loading={make.isPending} onClick={() => make.mutate()}>
              {t("pinLink.another")}
            </Button>
          )}
        </>
      )}
      <ProblemNote error={make.error} />
    </Stack>
  );
}

function Share({ url, phone }: { url: string; phone: string }) {
  const t = useT();
  const words = `${t("pinLink.words")} ${url}`;
  return (
    <>
      <TextInput label={t("pinLink.link")} size="xs" dir="ltr" readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
      <Group gap="xs">
        <CopyButton value={words}>
          {({ copied, copy }) => (
            <Button size="xs" onClick={copy}>
              {t(copied ? "pinLink.copied" : "pinLink.copy")}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="default" component="a" target="_blank" rel="noreferrer" href={whatsApp(phone, words)}>
          {t("pinLink.whatsApp")}
        </Button>
      </Group>
    </>
  );
}

/** WhatsApp wants the digits of an international number; without one it asks whom to send to. */
export function whatsApp(phone: string, words: string): string {
  const number = phone.startsWith("+") ? phone.replace(/\D/g, "") : "";
  return `https://wa.me/${number}?text=${encodeURIComponent(words)}`;
}
