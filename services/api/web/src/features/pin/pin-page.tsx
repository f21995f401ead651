import { Alert, Button, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { publicPinQuery, sendPin } from "../../api/pins";
import type { PublicPin } from "../../api/types";
import { Icon } from "../../components/icon";
import { Preferences } from "../../components/preferences";
import { translateWord, useT } from "../../lib/i18n";
import { locate, refusal, toBody, type Found } from "./where";
import styles from "./pin.module.css";

const PinMap = lazy(() => import("../../components/map/pin-map"));

/** What a patient sees behind the link: who asks, one button, a map. Nothing that says who the patient is. */
export function PinPage({ token }: { token: string }) {
  const t = useT();
  const link = useQuery(publicPinQuery(token));
  return (
    <main className={styles.page} aria-label={t("pin.title")}>
      <Group justify="space-between" wrap="nowrap">
        <img src="/icon.svg" alt="" width={30} height={30} />
        <Group gap={4} wrap="nowrap">
          <Preferences />
        </Group>
      </Group>
      {link.isPending && <Loader role="status" aria-label={t("app.loading")} m="auto" />}
      {link.isError && <Told words={t("pin.unreachable")} onRetry={() => void link.refetch()} />}
      {link.data === null && <Told words={t("pin.unknown")} />}
      {link.data && link.data.state !== "open" && <Told words={t(`pin.${link.data.state}`)} />}
      {link.data?.state === "open" && <Ask link={link.data} token={token} />}
    </main>
  );
}

type ToldProps = { words: string; isNews?: boolean; onRetry?: () => void };

/** One sentence instead of the form; news takes the focus from the button that is gone, and so is read out. */
function Told({ words, isNews = false, onRetry }: ToldProps) {
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isNews) heading.current?.focus();
  }, [isNews]);
  return (
    <Stack className={styles.told} role="status">
      <Icon name="pin" size={44} />
      <Title order={1} size="h3" ref={heading} tabIndex={-1}>
        {words}
      </Title>
      {onRetry && <Button onClick={onRetry}>{t("app.retry")}</Button>}
    </Stack>
  );
}

function Ask({ link, token }: { link: PublicPin; token: string }) {
  const t = useT();
  const [found, setFound] = useState<Found | null>(null);
  const send = useMutation({ mutationFn: (pin: Found) => sendPin(token, toBody(pin)) });
  const look = useMutation({
    mutationFn: () => locate(navigator.geolocation),
    onSuccess: (pin) => {
      send.reset();
      setFound(pin);
    },
  });
  const byHand = ({ lat, lon }: { lat: number; lon: number }) => {
    send.reset();
    look.reset();
    setFound({ lat, lon, accuracyM: null });
  };
  if (send.isSuccess) return <Told words={t("pin.thanks")} isNews />;
  const error = send.error ?? look.error;
  return (
    <>
      <div>
        <Title order={1} size="h3">
          {t("pin.title")}
        </Title>
        <Text>{t("pin.lead", { tenant: `\u2068${link.tenant}\u2069` })}</Text>
      </div>
      {found === null ? (
        <Big loading={look.isPending} onPress={() => look.mutate()} words={t("pin.share")} />
      ) : (
        <Big loading={send.isPending} onPress={() => send.mutate(found)} words={t("pin.send")} />
      )}
      {error && (
        <Alert color="orange" role="alert" icon={<Icon name="warning" />}>
          {t(refusal(error), { area: translateWord("emirate", link.area) })}
        </Alert>
      )}
      <Text size="sm" role="status">
        {found === null ? t("pin.orTap") : near(found, t)}
      </Text>
      <Suspense fallback={<div className={styles.map} />}>
        <PinMap pin={found} label={t("pin.map")} className={styles.map} onPin={byHand} />
      </Suspense>
      {found !== null && (
        <Button variant="default" loading={look.isPending} onClick={() => look.mutate()}>
          {t("pin.again")}
        </Button>
      )}
      <Text size="xs" c="dimmed">
        {t("pin.privacy")}
      </Text>
    </>
  );
}

function Big({ loading, onPress, words }: { loading: boolean; onPress: () => void; words: string }) {
  return (
    <Button className={styles.big} size="xl" loading={loading} leftSection={<Icon name="pin" size={24} />} onClick={onPress}>
      {words}
    </Button>
  );
}

function near(found: Found, t: ReturnType<typeof useT>): string {
  if (found.accuracyM === null) return t("pin.byHand");
  return t("pin.near", { metres: Math.max(1, Math.round(found.accuracyM)) });
}
