import { Alert } from "@mantine/core";
import type { PlaceNotice } from "../api/types";
import { translateWord, useLocale } from "../lib/i18n";
import { sentenceOf } from "./place-words";

/** Why the words have no place, or none that we serve: to be read to the caller. */
export function PlaceNoticeNote({ notice }: { notice: PlaceNotice }) {
  const { locale } = useLocale();
  return (
    <Alert color="orange" role="status" title={translateWord("placeNotice", notice.kind)}>
      {sentenceOf(notice, locale)}
    </Alert>
  );
}
