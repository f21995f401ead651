import { Text } from "@mantine/core";
import type { CareRequest } from "../../api/types";
import { translateWord, useT } from "../../lib/i18n";

type Arrival = NonNullable<CareRequest["place"]>["arrival"];

/** What the place inherits from its building: the way in, parking, hours and the gate. */
export function ArrivalNote({ arrival }: { arrival: Arrival }) {
  const t = useT();
  if (!arrival.buildingName) return null;
  const hours = arrival.accessOpens && arrival.accessCloses ? `${short(arrival.accessOpens)}–${short(arrival.accessCloses)}` : null;
  const parts = [
    arrival.entranceNote,
    arrival.parking && t("arrival.parking", { where: arrival.parking }),
    hours && t("arrival.hours", { hours: `\u2066${hours}\u2069` }),
    arrival.gatePass && arrival.gatePass !== "none" && translateWord("gatePass", arrival.gatePass),
    typeof arrival.doorMinutes === "number" && t("arrival.door", { minutes: arrival.doorMinutes }),
  ].filter((part) => typeof part === "string" && part !== "");
  return (
    <Text size="sm">
      <bdi>{arrival.buildingName}</bdi>
      {parts.length > 0 && `: ${parts.join(" · ")}`}
    </Text>
  );
}

function short(time: string): string {
  return time.slice(0, 5);
}
