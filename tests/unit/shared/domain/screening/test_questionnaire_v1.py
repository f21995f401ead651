import itertools
import json
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.person import Gender
from shared.domain.screening.questionnaire import (
    AskWhen,
    Phase,
    Profile,
    QuestionClass,
    due_questions,
    in_language,
)
from shared.domain.screening.questionnaire_json import from_json, to_json
from shared.domain.screening.questionnaire_v1 import QUESTIONNAIRE_V1
from shared.domain.service import BodyRegion, Service

DUBAI = ZoneInfo("Asia/Dubai")
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)

profiles = st.builds(
    Profile,
    date_of_birth=st.none() | st.dates(date(1906, 3, 2), date(2026, 3, 1)),
    gender=st.sampled_from([None, *Gender]),
    body_regions=st.frozensets(st.sampled_from(BodyRegion), max_size=4),
)


def asked(profile: Profile, *services: Service, stage: AskWhen = AskWhen.PHONE) -> tuple[str, ...]:
    """Ids of the questions that are due."""
    due = due_questions(QUESTIONNAIRE_V1, profile, services, at=AT, zone=DUBAI, stage=stage)
    return tuple(q.id for q in due)


@given(profiles, st.frozensets(st.sampled_from(Service), min_size=1))
def test_nobody_is_asked_more_than_twelve_questions_on_the_phone(
    profile: Profile, services: frozenset[Service]
) -> None:
    """Any patient, any body region, any service and all of them together."""
    assert len(asked(profile, *services)) <= 12


def test_nor_is_anybody_of_any_age() -> None:
    """Every year of life and gender, for all services, without leaving it to chance."""
    for age, gender in itertools.product(range(121), [None, *Gender]):
        profile = Profile(date(2026 - age, 1, 1), gender)
        assert len(asked(profile, *Service)) <= 12, (age, gender)


@pytest.mark.parametrize("stage", list(AskWhen))
def test_no_man_is_asked_about_pregnancy(stage: AskWhen) -> None:
    """Nor a girl under 12, nor a woman over 55; a woman between, and somebody unknown, are."""
    about = [
        "pregnancy" in asked(Profile(born, gender), Service.DRY_NEEDLING, stage=stage)
        for born, gender in [
            (date(1984, 1, 1), Gender.MALE),
            (date(2014, 3, 2), Gender.FEMALE),
            (date(1970, 3, 1), Gender.FEMALE),
            (date(1970, 3, 2), Gender.FEMALE),
            (date(1984, 1, 1), Gender.FEMALE),
            (date(2014, 3, 1), Gender.FEMALE),
            (date(1984, 1, 1), None),
        ]
    ]
    assert about == [False, False, False, True, True, True, True]


def test_only_what_touches_the_service_is_asked() -> None:
    """Somebody who wants physiotherapy is not asked about needles."""
    ids = asked(Profile(date(1984, 1, 1), Gender.MALE), Service.PHYSIOTHERAPY)
    assert "needle-fear" not in ids
    assert "chest-pain" in ids


def test_the_region_decides_what_is_asked_at_the_door() -> None:
    """Who is needled over the lungs is asked about flying; an unknown region rules nothing out."""
    for regions, expected in [
        (frozenset({BodyRegion.NECK}), True),
        (frozenset({BodyRegion.LEG}), False),
        (frozenset[BodyRegion](), True),
    ]:
        profile = Profile(date(1984, 1, 1), Gender.MALE, regions)
        ids = asked(profile, Service.DRY_NEEDLING, stage=AskWhen.DOOR)
        assert ("flying-diving" in ids) is expected


@given(profiles, st.sampled_from(Service))
def test_the_door_asks_everything_again(profile: Profile, service: Service) -> None:
    """What was asked on the phone is a part of what is asked at the door."""
    assert set(asked(profile, service)) <= set(asked(profile, service, stage=AskWhen.DOOR))


def test_red_flags_come_first() -> None:
    """The order of asking is the order of phases on the phone."""
    phases = [q.phase for q in QUESTIONNAIRE_V1.questions if q.ask_when is AskWhen.PHONE]
    assert phases == sorted(phases, key=list(Phase).index)
    flags = [q for q in QUESTIONNAIRE_V1.questions if q.question_class is QuestionClass.EMERGENCY]
    assert {q.phase for q in flags} == {Phase.EMERGENCY}
    assert {q.services for q in flags} == {frozenset(Service)}


def test_every_word_is_there_in_english_and_arabic() -> None:
    """Each question, each reason; and the Arabic is in Arabic script."""
    texts = [t for q in QUESTIONNAIRE_V1.questions for t in (q.text, q.reason)]
    texts += [rule.reason for rule in QUESTIONNAIRE_V1.age_rules]
    for text in texts:
        assert set(text) == {"en", "ar"}
        assert re.search("[\u0600-\u06ff]", text["ar"])
        assert not re.search("[\u0600-\u06ff]", text["en"])
    for question in QUESTIONNAIRE_V1.questions:
        assert question.text["en"].endswith("?")
        assert question.text["ar"].endswith("؟")


def test_version_1_says_that_no_clinician_approved_it() -> None:
    """It must not look approved before somebody did."""
    assert not QUESTIONNAIRE_V1.approved
    assert (QUESTIONNAIRE_V1.approved_by, QUESTIONNAIRE_V1.approved_at) == (None, None)


def test_a_stored_questionnaire_is_read_back_unchanged() -> None:
    """Through real JSON text, which depends on nothing but the questionnaire."""
    text = json.dumps(to_json(QUESTIONNAIRE_V1), ensure_ascii=False)
    assert from_json(json.loads(text)) == QUESTIONNAIRE_V1


@pytest.mark.parametrize(
    ("language", "says"), [("ar-AE", "ع"), ("ar", "ع"), ("en-GB", "E"), ("hi", "E")]
)
def test_a_language_falls_back_to_its_base_and_then_to_english(language: str, says: str) -> None:
    """An agent always has something to read aloud."""
    assert in_language({"en": "E", "ar": "ع"}, language) == says


def test_age_counts_at_the_visit() -> None:
    """Who turns 12 between call and visit is asked what a twelve-year-old is asked."""
    girl = Profile(date(2014, 3, 10), Gender.FEMALE)
    for at, expected in [(AT, False), (AT + timedelta(days=9), True)]:
        due = due_questions(QUESTIONNAIRE_V1, girl, [Service.DRY_NEEDLING], at=at, zone=DUBAI)
        assert ("pregnancy" in [q.id for q in due]) is expected
