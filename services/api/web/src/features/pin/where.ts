import { ProblemError } from "../../api/problem";
import type { PublicPinIn } from "../../api/types";
import type { MessageKey } from "../../lib/i18n";

/** Where the pin is, and how the page knows: by the phone to so many metres, or set by hand. */
export type Found = { lat: number; lon: number; accuracyM: number | null };

/** Asks the phone for an exact place; fails with the reason to show. */
export function locate(geolocation: Geolocation | undefined): Promise<Found> {
  return new Promise((resolve, reject) => {
    if (geolocation === undefined) return reject(new Unknown("pin.noGps"));
    geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude, accuracyM: coords.accuracy }),
      ({ code }) => reject(new Unknown(code === 1 ? "pin.denied" : "pin.noGps")),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 },
    );
  });
}

/** The phone does not say where it is. */
export class Unknown extends Error {
  readonly key: MessageKey;

  constructor(key: MessageKey) {
    super(key);
    this.key = key;
  }
}

export function toBody({ lat, lon, accuracyM }: Found): PublicPinIn {
  return accuracyM === null ? { lat, lon } : { lat, lon, accuracyM };
}

/** Why a pin was not taken, in the patient's language: the server's own sentence is English. */
export function refusal(error: unknown): MessageKey {
  if (error instanceof Unknown) return error.key;
  if (!(error instanceof ProblemError)) return "pin.unreachable";
  const fields = error.errors.map(({ field }) => field);
  if (fields.includes("accuracyM")) return "pin.rough";
  if (error.status === 422) return "pin.outside";
  if (error.status === 429) return "pin.tooOften";
  const over: Record<string, MessageKey> = {
    "pin-link-used": "pin.used",
    "pin-link-expired": "pin.expired",
    "pin-link-revoked": "pin.revoked",
  };
  return over[error.slug] ?? (error.status === 404 ? "pin.unknown" : "pin.unreachable");
}
