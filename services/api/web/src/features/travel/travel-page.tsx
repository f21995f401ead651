import { Alert, Text, Title } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { client, unwrap } from "../../api/client";
import type { Session, TravelReport } from "../../api/types";
import styles from "../../components/page.module.css";
import { Working } from "../../components/working";
import { translateWord, useT } from "../../lib/i18n";
import { useClock } from "../../lib/time";
import { ErrorBars } from "./error-bars";
import { kilometres, percent, signed } from "./figures";

const reportQuery = queryOptions({
  queryKey: ["travel-report"],
  queryFn: (): Promise<TravelReport> => unwrap(client.GET("/v1/reports/travel")),
});

/** How well drives are foreseen: planned against actual, by hour and distance, and what was learned. */
export function TravelPage({ session }: { session: Session }) {
  const t = useT();
  const report = useQuery(reportQuery);
  return (
    <main className={styles.page} aria-label={t("page.travel")}>
      <Title order={1} size="h3">
        {t("page.travel")}
      </Title>
      <Text c="dimmed">{t("travel.lead")}</Text>
      {!report.data && <Working query={report} />}
      {report.data && report.data.version === 0 && <Alert color="cyan">{t("travel.nothing")}</Alert>}
      {report.data && report.data.version > 0 && <Figures report={report.data} zone={session.tenant.zone} />}
    </main>
  );
}

function Figures({ report, zone }: { report: TravelReport; zone: string }) {
  const t = useT();
  const clock = useClock(zone);
  const { all, uncorrected, coverage } = report;
  const figures: [string, string][] = [
    [t("travel.error"), percent(all.meanError)],
    [t("travel.errorBefore"), percent(uncorrected.meanError)],
    [t("travel.bias"), signed(all.bias)],
    [t("travel.covered", { percentile: Math.round(coverage.percentile * 100) }), percent(coverage.share)],
    [t("travel.legs"), String(report.judged)],
  ];
  return (
    <>
      <dl className={styles.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num">
              <bdi dir="ltr">{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {coverage.alarm && (
        <Alert color="orange" role="status">
          {t("travel.alarm")}
        </Alert>
      )}
      <Text size="sm">{t(report.careful ? "travel.careful" : "travel.plain")}</Text>
      <ErrorBars
        title={t("travel.byHour")}
        rows={report.byHour.map((row) => ({ ...row, name: `${String(row.hour).padStart(2, "0")}:00` }))}
      />
      <ErrorBars
        title={t("travel.byDistance")}
        rows={report.byDistance.map((row) => ({ ...row, name: kilometres(row.fromKm, row.toKm) }))}
      />
      {report.doors.length > 0 && (
        <>
          <Title order={2} size="h5">
            {t("travel.doors")}
          </Title>
          <dl className={styles.figures}>
            {report.doors.map(({ kind, seconds }) => (
              <div key={kind}>
                <dt>{translateWord("buildingKind", kind)}</dt>
                <dd className="num">{t("travel.minutes", { minutes: (seconds / 60).toFixed(1) })}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {report.learnedAt && (
        <Text size="sm" c="dimmed">
          {t("travel.version", { version: report.version, time: clock.dayTime(report.learnedAt) })}
        </Text>
      )}
    </>
  );
}
