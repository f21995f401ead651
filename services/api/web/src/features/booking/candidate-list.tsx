import { Alert, Badge, Button, Group, Text } from "@mantine/core";
import { useState, type KeyboardEvent, type RefObject } from "react";
import type { Candidates, PlaceCandidate } from "../../api/types";
import { areaOf } from "../../components/area";
import { Icon } from "../../components/icon";
import { PlaceNoticeNote } from "../../components/place-notice";
import { isolated, translateWord, useLocale, useT } from "../../lib/i18n";
import { doubtOf, surenessOf, type Doubt } from "./candidates";
import styles from "./booking.module.css";
import rows from "./candidate-list.module.css";

type Props = {
  found: Candidates;
  /** They answer words typed before: to be seen until the new ones are there, not to be taken. */
  isOld: boolean;
  list: RefObject<HTMLUListElement | null>;
  onChoose: (candidate: PlaceCandidate, asked: boolean) => void;
};

/** What the words may mean, best first. A shared name and a number are asked about before they are taken. */
export function CandidateList({ found, isOld, list, onChoose }: Props) {
  const t = useT();
  const [asking, setAsking] = useState<PlaceCandidate | null>(null);
  const doubt = asking && doubtOf(asking);
  const choose = (candidate: PlaceCandidate) =>
    doubtOf(candidate) === null ? onChoose(candidate, false) : setAsking(candidate);
  if (asking !== null && doubt !== null) {
    const back = () => setAsking(null);
    return <Question candidate={asking} doubt={doubt} onYes={() => onChoose(asking, true)} onBack={back} />;
  }
  return (
    <>
      {found.notice && <PlaceNoticeNote notice={found.notice} />}
      <ul className={styles.candidates} aria-label={t("book.candidates")} aria-busy={isOld} ref={list}>
        {found.items.map((candidate) => (
          <li key={`${candidate.label} ${candidate.lat} ${candidate.lon}`}>
            <Candidate candidate={candidate} isOld={isOld} onChoose={choose} />
          </li>
        ))}
        {found.items.length === 0 && !found.notice && <li className={styles.none}>{t("book.noPlace")}</li>}
      </ul>
    </>
  );
}

type CandidateProps = { candidate: PlaceCandidate; isOld: boolean; onChoose: (one: PlaceCandidate) => void };

function Candidate({ candidate, isOld, onChoose }: CandidateProps) {
  const t = useT();
  const { locale } = useLocale();
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const item = event.currentTarget.parentElement;
    const next = event.key === "ArrowDown" ? item?.nextElementSibling : item?.previousElementSibling;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    next?.querySelector("button")?.focus();
    event.preventDefault();
  };
  const { label, community, precisionM, confidence, kind, remote, needsPin, ambiguousWith } = candidate;
  const sureness = surenessOf(confidence ?? 1);
  return (
    <button
      type="button"
      className={styles.candidate}
      disabled={isOld}
      onClick={() => onChoose(candidate)}
      onKeyDown={onKeyDown}
    >
      <span>
        <bdi>{label}</bdi>{" "}
        <span className={rows.kind}>{kind && translateWord("placeKind", kind)}</span>
      </span>
      <span className={rows.notes}>
        {ambiguousWith && <Badge color="orange" tt="none">{t("book.whichOne")}</Badge>}
        {remote && <Badge color="grape" tt="none">{translateWord("remote", remote)}</Badge>}
        <bdi>{community && areaOf(candidate, locale)}</bdi>
        <span className="num">{t("book.within", { metres: Math.round(precisionM) })}</span>
        {needsPin && <Icon name="pin" size={14} />}
        <span className={rows.sureness} data-sureness={sureness}>
          {translateWord("sureness", sureness)}
        </span>
      </span>
    </button>
  );
}

type QuestionProps = { candidate: PlaceCandidate; doubt: Doubt; onYes: () => void; onBack: () => void };

function Question({ candidate, doubt, onYes, onBack }: QuestionProps) {
  const t = useT();
  const { locale } = useLocale();
  const [elsewhere, setElsewhere] = useState(false);
  const name = isolated(candidate.label);
  const other = translateWord("emirate", candidate.ambiguousWith ?? "");
  if (elsewhere) {
    return (
      <Alert color="orange" role="alert" title={t("book.notThere", { emirate: other })}>
        <Button size="xs" variant="default" onClick={onBack} data-autofocus autoFocus>
          {t("book.otherPlace")}
        </Button>
      </Alert>
    );
  }
  const isShared = doubt === "which-emirate";
  const where = isolated(areaOf(candidate, locale));
  return (
    <Alert
      role="alertdialog"
      aria-label={t("book.askCaller")}
      color="cyan"
      title={isShared ? t("book.whichEmirate", { name, emirate: other }) : t("book.readBack", { name, community: where })}
    >
      {!isShared && <Text size="sm">{t("book.readBackWhy")}</Text>}
      <Group gap="xs" mt="xs">
        <Button size="xs" autoFocus onClick={onYes}>
          {isShared ? t("book.inDubai") : t("book.isRight")}
        </Button>
        <Button size="xs" variant="default" onClick={isShared ? () => setElsewhere(true) : onBack}>
          {isShared ? t("book.inOther", { emirate: other }) : t("book.isWrong")}
        </Button>
      </Group>
    </Alert>
  );
}
