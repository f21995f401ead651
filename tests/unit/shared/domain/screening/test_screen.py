import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.person import Gender
from shared.domain.request_status import RequestEvent
from shared.domain.screening.found import found
from shared.domain.screening.outcome import Outcome, ReasonKind, Screening, worst
from shared.domain.screening.questionnaire import (
    AskWhen,
    Profile,
    QuestionClass,
    Who,
    due_questions,
)
from shared.domain.screening.questionnaire_v1 import QUESTIONNAIRE_V1
from shared.domain.screening.screen import (
    DATE_OF_BIRTH,
    Answers,
    is_complete,
    is_emergency,
    screen,
)
from shared.domain.service import Service

DUBAI = ZoneInfo("Asia/Dubai")
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
NEEDLING, PHYSIO = Service.DRY_NEEDLING, Service.PHYSIOTHERAPY
QUESTIONS = {q.id: q for q in QUESTIONNAIRE_V1.questions}
FLAGS = [q.id for q in QUESTIONS.values() if q.question_class is QuestionClass.EMERGENCY]
FINE: dict[str, bool | None] = {q.id: not q.concern_if for q in QUESTIONS.values()}
MAN = Profile(date(1984, 1, 1), Gender.MALE)
WOMAN = Profile(date(1984, 1, 1), Gender.FEMALE)


def judge(
    answers: Answers,
    profile: Profile = MAN,
    requested: Service = NEEDLING,
    at: datetime = AT,
    stage: AskWhen = AskWhen.PHONE,
) -> Screening:
    return screen(QUESTIONNAIRE_V1, answers, profile, requested, at=at, zone=DUBAI, stage=stage)


def worried(*ids: str) -> dict[str, bool | None]:
    """All is well, save these."""
    return FINE | {i: QUESTIONS[i].concern_if for i in ids}


def codes(screening: Screening, service: Service) -> set[str]:
    return {r.code for r in screening.of(service).reasons}


def test_a_healthy_man_is_cleared_for_everything() -> None:
    """The contract check's patient: every answer is the one that does not worry."""
    screening = judge(FINE)
    assert (screening.outcome, screening.reasons, screening.unanswered) == (Outcome.CLEARED, (), ())
    assert all(s.clears for s in screening.services)
    assert found(screening, complete=True) is RequestEvent.FOUND_CLEARED
    assert found(screening, complete=False) is RequestEvent.FOUND_INCOMPLETE


@pytest.mark.parametrize("rest_is_answered", [True, False])
def test_every_answer_set_of_the_red_flags(rest_is_answered: bool) -> None:
    """Yes, no, unknown and not asked for each flag: emergency for all services iff one is yes."""
    rest = {k: v for k, v in FINE.items() if k not in FLAGS} if rest_is_answered else {}
    for combination in itertools.product([True, False, None, "missing"], repeat=len(FLAGS)):
        given_flags = {
            flag: answer
            for flag, answer in zip(FLAGS, combination, strict=True)
            if not isinstance(answer, str)
        }
        answers = rest | given_flags
        screening = judge(answers)
        outcomes = {s.outcome for s in screening.services}
        if True in combination:
            assert outcomes == {Outcome.EMERGENCY}
        elif None in combination:
            assert outcomes == {Outcome.NEEDS_CLINICIAN}
        else:
            assert outcomes == {Outcome.CLEARED}
        assert is_emergency(QUESTIONNAIRE_V1, answers) is (True in combination)
        clean = combination == (False,) * len(FLAGS)
        assert screening.of(NEEDLING).clears is (clean and rest_is_answered)


@pytest.mark.parametrize("flag", FLAGS)
def test_each_red_flag_is_named_as_the_reason(flag: str) -> None:
    """First among the reasons, whatever else is known or not."""
    screening = judge({flag: True, "blood-thinners": True}, Profile(None))
    assert (screening.reasons[0].code, screening.reasons[0].kind) == (flag, ReasonKind.EMERGENCY)
    assert found(screening, complete=False) is RequestEvent.FOUND_EMERGENCY
    assert is_complete(screening)


def test_an_emergency_counts_even_when_nobody_had_to_ask() -> None:
    """A version that asks only women about chest pain still stops for a man who tells it."""
    only_women = tuple(
        replace(q, who=Who(gender=Gender.FEMALE), services=frozenset({PHYSIO}))
        if q.id == "chest-pain"
        else q
        for q in QUESTIONNAIRE_V1.questions
    )
    version = replace(QUESTIONNAIRE_V1, questions=only_women)
    screening = screen(version, FINE | {"chest-pain": True}, MAN, NEEDLING, at=AT, zone=DUBAI)
    assert {s.outcome for s in screening.services} == {Outcome.EMERGENCY}


@pytest.mark.parametrize(
    "question",
    ["blood-thinners", "weakened-immunity", "recent-surgery", "needle-fear", "pregnancy"],
)
@pytest.mark.parametrize("unknown", [True, False])
def test_what_the_clinic_asks_a_clinician_about(question: str, unknown: bool) -> None:
    """Needling waits, known or unknown, while physiotherapy is bookable in the same call."""
    answers = FINE | {question: None if unknown else True}
    screening = judge(answers, WOMAN)
    assert screening.outcome is Outcome.NEEDS_CLINICIAN
    kind = ReasonKind.UNKNOWN if unknown else ReasonKind.CLINICIAN
    assert [(r.code, r.kind) for r in screening.reasons] == [(question, kind)]
    assert screening.of(PHYSIO).clears
    assert PHYSIO in screening.alternatives
    assert found(screening, complete=True) is RequestEvent.FOUND_NEEDS_CLINICIAN


@pytest.mark.parametrize("answer", [False, None])
def test_who_does_not_understand_the_treatment_needs_a_clinician(answer: bool | None) -> None:
    """Here "no" is the answer that worries."""
    assert judge(FINE | {"understands": answer}).outcome is Outcome.NEEDS_CLINICIAN
    assert judge(FINE | {"understands": True}).outcome is Outcome.CLEARED


def test_every_combination_of_the_clinicians_questions() -> None:
    """Needling is cleared iff each of them is answered and none worries."""
    ids = ["pregnancy", "blood-thinners", "weakened-immunity", "recent-surgery", "needle-fear"]
    for combination in itertools.product([True, False, None], repeat=len(ids)):
        answers = FINE | dict(zip(ids, combination, strict=True))
        clean = set(combination) == {False}
        assert judge(answers, WOMAN).of(NEEDLING).clears is clean


def test_a_child_of_11_is_not_needled_but_may_have_physiotherapy() -> None:
    """Not suitable is said at once, before any question; physiotherapy notes the guardian."""
    child = Profile(date(2014, 3, 2), Gender.MALE)
    at_once = judge({}, child)
    assert at_once.outcome is Outcome.NOT_SUITABLE
    assert found(at_once, complete=False) is RequestEvent.FOUND_NOT_SUITABLE
    screening = judge(FINE, child)
    assert codes(screening, NEEDLING) == {"under-12", "guardian-consent"}
    assert screening.of(PHYSIO).clears
    assert codes(screening, PHYSIO) == {"guardian-consent"}
    assert PHYSIO in screening.alternatives


@pytest.mark.parametrize(("years", "needled", "guardian"), [(12, False, True), (18, True, False)])
def test_a_birthday_in_the_middle_of_a_course(years: int, needled: bool, guardian: bool) -> None:
    """Age counts at each visit's start: the evening before the birthday and the birthday."""
    child = Profile(date(2026 - years, 3, 2), Gender.MALE)
    midnight = datetime(2026, 3, 2, tzinfo=DUBAI)
    before = judge(FINE, child, at=midnight - timedelta(seconds=1))
    after = judge(FINE, child, at=midnight)
    assert before.of(NEEDLING).clears is needled
    assert after.of(NEEDLING).clears
    assert "guardian-consent" in codes(before, NEEDLING)
    assert ("guardian-consent" in codes(after, NEEDLING)) is guardian


@pytest.mark.parametrize("missing", [q.id for q in QUESTIONS.values()])
def test_a_question_that_was_not_asked_leaves_it_incomplete(missing: str) -> None:
    """For due questions on the phone; the outcome is the worst of what is known."""
    answers = {k: v for k, v in FINE.items() if k != missing}
    screening = judge(answers)
    due = due_questions(QUESTIONNAIRE_V1, MAN, [NEEDLING], at=AT, zone=DUBAI)
    is_due = missing in [q.id for q in due]
    assert screening.unanswered == ((missing,) if is_due else ())
    assert screening.outcome is Outcome.CLEARED
    assert screening.of(NEEDLING).clears is not is_due
    assert is_complete(screening) is not is_due
    event = RequestEvent.FOUND_INCOMPLETE if is_due else RequestEvent.FOUND_CLEARED
    assert found(screening, complete=True) is event


def test_without_a_date_of_birth_nothing_is_cleared() -> None:
    """Nobody knows whether it is a child."""
    screening = judge(FINE, Profile(None, Gender.MALE))
    assert screening.unanswered == (DATE_OF_BIRTH,)
    assert not any(s.clears for s in screening.services)


def test_answers_that_are_not_due_are_left_alone() -> None:
    """A man's "pregnant" says nothing, nor does an id of another version."""
    screening = judge(FINE | {"pregnancy": True, "from-version-9": True})
    assert screening.of(NEEDLING).clears


def test_an_early_answer_to_a_question_of_the_door_counts() -> None:
    """Who says on the phone that the limb has lymphoedema is not needled."""
    screening = judge(worried("lymphoedema"))
    assert screening.outcome is Outcome.NOT_SUITABLE
    assert screening.of(PHYSIO).clears
    assert judge(FINE | {"lymphoedema": None}).outcome is Outcome.NEEDS_CLINICIAN


def test_the_door_wants_its_own_answers() -> None:
    """What was enough to book is not enough to start needling."""
    phone = {k: v for k, v in FINE.items() if QUESTIONS[k].ask_when is AskWhen.PHONE}
    assert judge(phone).of(NEEDLING).clears
    at_the_door = judge(phone, stage=AskWhen.DOOR)
    assert "lymphoedema" in at_the_door.unanswered
    assert judge(FINE, stage=AskWhen.DOOR).of(NEEDLING).clears


def test_a_note_is_told_and_stops_nothing() -> None:
    """Blood thinners are a note for the physiotherapist."""
    physio = judge(worried("blood-thinners"), requested=PHYSIO)
    assert physio.outcome is Outcome.CLEARED
    assert [(r.code, r.kind) for r in physio.reasons] == [("blood-thinners", ReasonKind.NOTE)]


def test_the_worst_outcome_wins() -> None:
    """In the order of severity, and nothing found is cleared."""
    assert worst() is Outcome.CLEARED
    for milder, graver in itertools.pairwise(Outcome):
        assert worst(graver, milder) is worst(milder, graver) is graver


@given(
    st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.sampled_from([True, False, None])),
    st.sampled_from(sorted(QUESTIONS)),
    st.sampled_from([MAN, WOMAN, Profile(date(2014, 6, 1)), Profile(None)]),
)
def test_not_knowing_is_never_better_than_the_harmless_answer(
    answers: dict[str, bool | None], question: str, profile: Profile
) -> None:
    """Turning any answer from harmless to unknown, or to worrying, never improves an outcome."""
    order = list(Outcome)
    harmless = judge(answers | {question: not QUESTIONS[question].concern_if}, profile)
    unknown = judge(answers | {question: None}, profile)
    worrying = judge(answers | {question: QUESTIONS[question].concern_if}, profile)
    for service in Service:
        ranks = [order.index(s.of(service).outcome) for s in (harmless, unknown, worrying)]
        assert ranks == sorted(ranks)
