import { useEffect, useState } from "react";
import { locales, useLocale, type Locale } from "./i18n";

/** Service days start at 04:00 on the tenant's clock: what happens before belongs to the day before. */
const serviceDayStartsAtHour = 4;

/** The service day (YYYY-MM-DD) that an instant belongs to, in a zone. */
export function serviceDay(at: Date, zone: string): string {
  const shifted = new Date(at.getTime() - serviceDayStartsAtHour * 3_600_000);
  return calendarDay(shifted, zone);
}

/** The calendar day (YYYY-MM-DD) of an instant in a zone, as a caller means it. */
export function calendarDay(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(at);
}

/** The calendar day of a time as the server writes it, on the clock of its offset: the tenant's. */
export function zonedDay(at: string): string | null {
  const day = at.slice(0, 10);
  return isDay(day) ? day : null;
}

export function isDay(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
}

export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** The zone's offset from UTC in minutes at an instant. */
export function offsetMinutes(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(at);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}

/** A wall-clock time ("2026-11-22T14:00") in a zone as an RFC 3339 time with that zone's offset. */
export function wallToIso(wall: string, zone: string): string {
  const asUtc = new Date(`${wall}:00Z`);
  const offset = offsetMinutes(new Date(asUtc.getTime() - offsetMinutes(asUtc, zone) * 60_000), zone);
  const sign = offset < 0 ? "-" : "+";
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0");
  const minutes = String(Math.abs(offset) % 60).padStart(2, "0");
  return `${wall}:00${sign}${hours}:${minutes}`;
}

/** The wall-clock time in a zone, fit for a datetime-local field. */
export function isoToWall(at: Date, zone: string): string {
  const local = new Date(at.getTime() + offsetMinutes(at, zone) * 60_000);
  return local.toISOString().slice(0, 16);
}

export type Clock = {
  time: (at: string | number | Date) => string;
  range: (from: string, to: string) => string;
  date: (day: string) => string;
  /** A calendar day without its weekday, as on papers. */
  birthday: (day: string) => string;
  day: (at: string | Date) => string;
  dayTime: (at: string | Date) => string;
};

export function clockOf(zone: string, locale: Locale): Clock {
  const format = locales[locale].format;
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(format, { timeZone: zone, weekday: "short", day: "numeric", month: "short" });
  const date = new Intl.DateTimeFormat(format, {
    timeZone: "UTC",
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  const birthday = new Intl.DateTimeFormat(format, { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
  return {
    time: (at) => time.format(new Date(at)),
    range: (from, to) => `${time.format(new Date(from))}–${time.format(new Date(to))}`,
    birthday: (value) => birthday.format(new Date(`${value}T12:00:00Z`)),
    date: (value) => date.format(new Date(`${value}T12:00:00Z`)),
    day: (at) => day.format(new Date(at)),
    dayTime: (at) => `${day.format(new Date(at))} ${time.format(new Date(at))}`,
  };
}

export function useClock(zone: string): Clock {
  const { locale } = useLocale();
  return clockOf(zone, locale);
}

/** The present instant, again every `everyMs`. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** The service day on which the page was opened: it stays under whoever works on it when the next one starts. */
export function useOpenedDay(zone: string): string {
  const [day] = useState(() => serviceDay(new Date(), zone));
  return day;
}

export function minutes(seconds: number): number {
  return Math.round(seconds / 60);
}
