import { Alert, Table, Text } from "@mantine/core";
import type { DisruptionMade, Plan } from "../../../api/types";
import { useT } from "../../../lib/i18n";
import { minutes, type Clock } from "../../../lib/time";

type Props = { atRisk: DisruptionMade["atRisk"]; plan: Plan; clock: Clock; isDone: boolean };

/** The promises that the live routes no longer keep, the latest first. */
export function AtRiskList({ atRisk, plan, clock, isDone }: Props) {
  const t = useT();
  const therapist = (shiftId: string) => plan.routes.find((route) => route.shiftId === shiftId)?.therapist.name;
  const patient = (visitId: string) =>
    plan.routes.flatMap((route) => route.stops).find((stop) => stop.visitId === visitId)?.patientName;
  const sorted = [...atRisk].sort((a, b) => b.lateS - a.lateS);
  return (
    <section aria-label={t("badDay.atRisk")}>
      <Alert color={sorted.length > 0 ? "orange" : "teal"} role="status" mb="xs">
        {t(isDone ? "badDay.done" : "badDay.would", { count: sorted.length })}
      </Alert>
      {sorted.length > 0 && (
        <Table.ScrollContainer minWidth={420} mah={260}>
          <Table fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("badDay.visit")}</Table.Th>
                <Table.Th>{t("badDay.window")}</Table.Th>
                <Table.Th>{t("badDay.arrives")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sorted.map((one) => (
                <Table.Tr key={one.visitId}>
                  <Table.Td>
                    <bdi>{patient(one.visitId) ?? clock.date(one.planDate)}</bdi>
                    <Text size="xs" c="dimmed">
                      <bdi>{therapist(one.shiftId)}</bdi>
                    </Text>
                  </Table.Td>
                  <Table.Td className="num">
                    <bdi dir="ltr">{clock.range(one.window.opensAt, one.window.closesAt)}</bdi>
                  </Table.Td>
                  <Table.Td className="num">
                    <bdi dir="ltr">{clock.time(one.eta)}</bdi> {t("badDay.late", { minutes: minutes(one.lateS) })}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}
