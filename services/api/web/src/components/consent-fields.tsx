import { NativeSelect, TextInput } from "@mantine/core";
import type { Relation } from "../api/types";
import { translateWord, useT } from "../lib/i18n";
import { relationOf, relations } from "./relations";

export type Giver = { givenBy: string; relation: Relation };

type Props = { giver: Giver; child: boolean; autoFocus?: boolean; onGiver: (next: Giver) => void };

/** Before anybody says otherwise adults consent themselves, and a mother for her child. */
export function likelyGiver(name: string | null | undefined, child: boolean): Giver {
  return child ? { givenBy: "", relation: "mother" } : { givenBy: name ?? "", relation: "self" };
}

/** Who consents on the phone; for a child a parent or guardian. */
export function ConsentFields({ giver, child, autoFocus = false, onGiver }: Props) {
  const t = useT();
  return (
    <>
      <TextInput
        label={t("book.givenBy")}
        required
        autoFocus={autoFocus}
        dir="auto"
        value={giver.givenBy}
        onChange={(event) => onGiver({ ...giver, givenBy: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("book.relation")}
        description={child ? t("book.childConsent") : undefined}
        inputWrapperOrder={["label", "input", "description"]}
        value={giver.relation}
        onChange={(event) => onGiver({ ...giver, relation: relationOf(event.currentTarget.value) })}
        data={relations(child).map((value) => ({ value, label: translateWord("relation", value) }))}
      />
    </>
  );
}
