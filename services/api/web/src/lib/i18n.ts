import { i18n, setupI18n } from "@lingui/core";
import { createContext, use } from "react";
import type en from "../locales/en.json";

export type Locale = "en" | "ar";
export type MessageKey = keyof typeof en;
export type Values = Record<string, string | number>;

export const locales: Record<Locale, { name: string; dir: "ltr" | "rtl"; format: string }> = {
  en: { name: "English", dir: "ltr", format: "en-GB" },
  ar: { name: "العربية", dir: "rtl", format: "ar-AE-u-nu-latn" },
};

const storageKey = "rounds.locale";

export function isLocale(value: unknown): value is Locale {
  return value === "en" || value === "ar";
}

/** The language that the page speaks now, for words made outside of components. */
export function pageLocale(): Locale {
  return isLocale(i18n.locale) ? i18n.locale : "en";
}

export function rememberedLocale(): Locale {
  const stored = localStorage.getItem(storageKey);
  if (isLocale(stored)) return stored;
  return navigator.language.startsWith("ar") ? "ar" : "en";
}

/** Loads the catalog and turns the page: words, language tag and direction change together. */
export async function activate(locale: Locale): Promise<void> {
  i18n.loadAndActivate({ locale, messages: await catalogOf(locale) });
  document.documentElement.lang = locale;
  document.documentElement.dir = locales[locale].dir;
  localStorage.setItem(storageKey, locale);
}

async function catalogOf(locale: Locale) {
  const catalog = locale === "ar" ? await import("../locales/ar.json") : await import("../locales/en.json");
  return catalog.default;
}

/** Translates into a language other than the page's: what an agent reads aloud is in the patient's. */
export async function translatorFor(locale: Locale): Promise<typeof translate> {
  const other = setupI18n({ locale, messages: { [locale]: await catalogOf(locale) } });
  return (key, values) => other._(key, values);
}

export function translate(key: MessageKey, values?: Values): string {
  return i18n._(key, values);
}

/** A word that the API sends (a status, a reason): translated when the catalog knows it, else the fallback. */
export function translateWord(group: string, word: string, fallback?: string, values?: Values): string {
  const key = `${group}.${word}`;
  return key in i18n.messages ? i18n._(key, values) : (fallback ?? word);
}

/** A name inside a sentence, kept from turning the words around it when its script runs the other way. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

/** Words one after the other, with the comma of the page's language. */
export function listed(words: string[]): string {
  return words.join(i18n.locale === "ar" ? "، " : ", ");
}

/** A text that the API gives in several languages, with English where this one is missing. */
export function spoken(text: Record<string, string>, locale: Locale): string {
  return text[locale] ?? text.en ?? Object.values(text)[0] ?? "";
}

export const LocaleContext = createContext<{ locale: Locale; setLocale: (next: Locale) => void }>({
  locale: "en",
  setLocale: () => undefined,
});

export function useLocale() {
  return use(LocaleContext);
}

/** The translate function; a component that calls it renders again when the language changes. */
export function useT(): typeof translate {
  use(LocaleContext);
  return translate;
}
