import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { MyStop } from "../../api/types";
import { labelOf, unrepeated } from "../../components/area";
import { Icon } from "../../components/icon";
import { LateBadge, StatusBadge } from "../../components/status-badge";
import { listed, translateWord, useLocale, useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import { DelayForm, NeedlesForm, NoteForm } from "./act-forms";
import { DoorForm } from "./door-form";
import { actLabels, actsFor, type Act } from "./progress";
import type { Report, VisitNews } from "./use-outbox";
import styles from "./today.module.css";

type Props = { stop: MyStop; number: number; clock: Clock; report: Report };

const quick: Act[] = ["accept", "depart", "arrive"];

/** One stop with everything needed at the door, and one large button for what comes next. */
export function StopCard({ stop, number, clock, report }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const [asking, setAsking] = useState<Act | null>(null);
  const { main, more } = actsFor(stop.status);
  const needling = stop.service === "dry-needling";
  const needsForm = (act: Act) => {
    if (act === "start") return stop.papersNeeded.length > 0 || stop.doorQuestions.length > 0;
    if (act === "complete") return needling;
    return !quick.includes(act);
  };
  const send = (news: VisitNews) => {
    report.visit(stop.visitId, news);
    setAsking(null);
  };
  const press = (act: Act) => (needsForm(act) ? setAsking(asking === act ? null : act) : send({ type: act }));
  const [label, ...where] = unrepeated([labelOf(stop.place, locale), stop.place?.building, stop.place?.unit]);
  return (
    <Card withBorder padding="md" component="article" aria-label={stop.patient.name ?? undefined}>
      <Stack gap="sm">
        <Group justify="space-between" align="start" wrap="nowrap">
          <div>
            <Title order={2} size="h4">
              <span className="num">{number}.</span> <bdi>{stop.patient.name}</bdi>
            </Title>
            <Text size="sm" c="dimmed">
              {stop.patient.age !== null && `${t("today.patient", { age: stop.patient.age })} · `}
              {translateWord("service", stop.service)} ·{" "}
              {t("inspector.minutes", { minutes: stop.serviceMinutes })}
            </Text>
          </div>
          <Stack gap={4} align="end">
            <StatusBadge status={stop.status} />
            <LateBadge lateS={stop.lateS} />
          </Stack>
        </Group>
        <Text>
          {t("today.between")}{" "}
          <bdi dir="ltr" className="num">
            {clock.range(stop.window.opensAt, stop.window.closesAt)}
          </bdi>
          {" · "}
          {t("today.planned")}{" "}
          <bdi dir="ltr" className="num">
            {clock.time(stop.plannedStart)}
          </bdi>
        </Text>
        <div>
          <Text fw={600}>
            <bdi>{label}</bdi>
          </Text>
          {where.length > 0 && (
            <Text size="sm">
              <bdi>{listed(where)}</bdi>
            </Text>
          )}
          {stop.place?.entryNotes && (
            <Text size="sm" c="dimmed">
              <bdi>{stop.place.entryNotes}</bdi>
            </Text>
          )}
        </div>
        <Links stop={stop} />
        {asking === "start" && <DoorForm stop={stop} onStart={(papers) => send({ type: "start", papers })} />}
        {asking === "complete" && <NeedlesForm onCounted={(needles) => send({ type: "complete", needles })} />}
        {asking === "delay" && <DelayForm onMinutes={(minutes) => send({ type: "delay", minutes })} />}
        {asking !== null && !["start", "complete", "delay"].includes(asking) && (
          <NoteForm key={asking} act={asking} onNote={(note) => send({ type: asking, ...(note ? { note } : {}) })} />
        )}
        {main.map((act) => (
          <Button
            key={act}
            size="lg"
            fullWidth
            className={styles.thumb}
            variant={asking === act ? "default" : "filled"}
            aria-expanded={needsForm(act) ? asking === act : undefined}
            onClick={() => press(act)}
          >
            {t(asking === act ? "app.cancel" : actLabels[act])}
          </Button>
        ))}
        {more.length > 0 && (
          <div className={styles.more}>
            {more.map((act) => (
              <Button
                key={act}
                variant="default"
                aria-expanded={asking === act}
                onClick={() => press(act)}
                className={styles.small}
              >
                {t(actLabels[act])}
              </Button>
            ))}
          </div>
        )}
      </Stack>
    </Card>
  );
}

function Links({ stop }: { stop: MyStop }) {
  const t = useT();
  const { navigation } = stop;
  const links = navigation
    ? [
        { name: "Google Maps", href: navigation.google },
        { name: "Apple Maps", href: navigation.apple },
        { name: "Waze", href: navigation.waze },
      ]
    : [];
  return (
    <Group gap="xs" role="group" aria-label={t("today.navigate")}>
      {stop.patient.phone && (
        <Button
          component="a"
          href={`tel:${stop.patient.phone}`}
          variant="light"
          leftSection={<Icon name="phone" size={16} />}
        >
          {t("today.call")}
        </Button>
      )}
      {links.map((link) => (
        <Button key={link.name} component="a" href={link.href} target="_blank" rel="noreferrer" variant="default">
          {link.name}
        </Button>
      ))}
    </Group>
  );
}
