from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import Invalid
from shared.domain.person import Gender
from shared.domain.screening.decision import Decision, DecisionKind, apply_decision
from shared.domain.screening.outcome import Outcome, ReasonKind, Screening
from shared.domain.screening.questionnaire import Profile, QuestionClass
from shared.domain.screening.questionnaire_v1 import QUESTIONNAIRE_V1
from shared.domain.screening.screen import screen
from shared.domain.service import Service

DUBAI = ZoneInfo("Asia/Dubai")
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
NEEDLING, PHYSIO = Service.DRY_NEEDLING, Service.PHYSIOTHERAPY
QUESTIONS = {q.id: q for q in QUESTIONNAIRE_V1.questions}
FINE: dict[str, bool | None] = {q.id: not q.concern_if for q in QUESTIONS.values()}
ADULT = Profile(date(1984, 1, 1), Gender.FEMALE)
CHILD = Profile(date(2016, 1, 1), Gender.FEMALE)
CLEAR = Decision(
    kind=DecisionKind.CLEAR,
    reason="INR is in range since January.",
    scope=frozenset({NEEDLING}),
    seen=frozenset({"blood-thinners"}),
    decided_at=AT - timedelta(hours=1),
)


def judge(profile: Profile = ADULT, **answers: bool | None) -> Screening:
    given_answers = FINE | {k.replace("_", "-"): v for k, v in answers.items()}
    return screen(QUESTIONNAIRE_V1, given_answers, profile, NEEDLING, at=AT, zone=DUBAI)


@pytest.mark.parametrize("answer", [True, None])
def test_a_clinician_clears_what_they_saw(answer: bool | None) -> None:
    """What worried or was unknown becomes a note for the therapist."""
    decided = apply_decision(judge(blood_thinners=answer), CLEAR, AT)
    assert decided.of(NEEDLING).clears
    assert [(r.code, r.kind) for r in decided.reasons] == [("blood-thinners", ReasonKind.NOTE)]


def test_what_the_clinician_did_not_see_still_waits() -> None:
    """A pregnancy told after the decision is a new matter."""
    decided = apply_decision(judge(blood_thinners=True, pregnancy=True), CLEAR, AT)
    assert decided.outcome is Outcome.NEEDS_CLINICIAN


def test_a_decision_is_for_its_scope_only() -> None:
    """Chiropractic waits on."""
    decided = apply_decision(judge(blood_thinners=True), CLEAR, AT)
    assert decided.of(Service.CHIROPRACTIC).outcome is Outcome.NEEDS_CLINICIAN


def test_a_decision_lapses() -> None:
    """From the instant of expiry it counts for no visit."""
    found, until = judge(blood_thinners=True), replace(CLEAR, expires_at=AT)
    assert apply_decision(found, until, AT - timedelta(seconds=1)).of(NEEDLING).clears
    assert apply_decision(found, until, AT) == found


def test_conditions_are_told_first() -> None:
    """Cleared, and the conditions lead the reasons."""
    with_conditions = replace(
        CLEAR, kind=DecisionKind.CLEAR_WITH_CONDITIONS, conditions=("Thin needles only",)
    )
    decided = apply_decision(judge(blood_thinners=True), with_conditions, AT)
    assert decided.of(NEEDLING).clears
    assert decided.reasons[0].kind is ReasonKind.CONDITION
    assert decided.reasons[0].text["en"] == "Thin needles only"


def test_conversion_makes_the_other_service_the_requested_one() -> None:
    """Needling becomes unsuitable, chiropractic is cleared by the same decision."""
    convert = replace(CLEAR, kind=DecisionKind.CONVERT, convert_to=Service.CHIROPRACTIC)
    decided = apply_decision(judge(blood_thinners=True), convert, AT)
    assert (decided.requested, decided.outcome) == (Service.CHIROPRACTIC, Outcome.CLEARED)
    assert decided.of(NEEDLING).outcome is Outcome.NOT_SUITABLE


def test_a_refusal_is_not_suitable_and_says_why() -> None:
    """Also for a patient whom the rules would have cleared."""
    refuse = replace(CLEAR, kind=DecisionKind.REFUSE)
    decided = apply_decision(judge(), refuse, AT)
    assert decided.outcome is Outcome.NOT_SUITABLE
    assert decided.reasons[0].text["en"] == CLEAR.reason
    assert decided.of(PHYSIO).clears


decisions = st.builds(
    lambda kind, scope, target: replace(
        CLEAR,
        kind=kind,
        scope=scope - {target} or frozenset({next(s for s in Service if s is not target)}),
        seen=frozenset(QUESTIONS) | {"under-12"},
        conditions=("Take care",) if kind is DecisionKind.CLEAR_WITH_CONDITIONS else (),
        convert_to=target if kind is DecisionKind.CONVERT else None,
    ),
    st.sampled_from(DecisionKind),
    st.frozensets(st.sampled_from(Service), min_size=1),
    st.sampled_from(Service),
)


@given(
    decisions,
    st.sampled_from(
        sorted(i for i, q in QUESTIONS.items() if q.question_class is QuestionClass.EMERGENCY)
    ),
)
def test_no_decision_clears_an_emergency(decision: Decision, flag: str) -> None:
    """Nothing changes for any service."""
    found = screen(QUESTIONNAIRE_V1, FINE | {flag: True}, ADULT, NEEDLING, at=AT, zone=DUBAI)
    assert apply_decision(found, decision, AT) == found


@given(decisions)
def test_no_decision_clears_a_block(decision: Decision) -> None:
    """Neither a child under 12, nor a limb with lymphoedema, is ever needled."""
    child = apply_decision(judge(CHILD), decision, AT)
    limb = apply_decision(judge(lymphoedema=True), decision, AT)
    assert child.of(NEEDLING).outcome is Outcome.NOT_SUITABLE
    assert limb.of(NEEDLING).outcome is Outcome.NOT_SUITABLE


def test_a_decision_leaves_open_questions_open() -> None:
    """Clearing one matter does not answer another."""
    partly = {k: v for k, v in FINE.items() if k != "chest-pain"} | {"blood-thinners": True}
    found = screen(QUESTIONNAIRE_V1, partly, ADULT, NEEDLING, at=AT, zone=DUBAI)
    decided = apply_decision(found, CLEAR, AT)
    assert decided.unanswered == ("chest-pain",)
    assert not decided.of(NEEDLING).clears


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"scope": frozenset()}, "scope"),
        ({"conditions": ("x",)}, "conditions"),
        ({"kind": DecisionKind.CLEAR_WITH_CONDITIONS}, "conditions"),
        ({"kind": DecisionKind.CONVERT}, "convertTo"),
        ({"convert_to": PHYSIO}, "convertTo"),
        ({"kind": DecisionKind.CONVERT, "convert_to": NEEDLING}, "convertTo"),
        ({"expires_at": AT - timedelta(hours=1)}, "expiresAt"),
    ],
)
def test_a_decision_that_contradicts_itself_is_refused(
    change: dict[str, object], field: str
) -> None:
    """The field to mend is named as it was sent."""
    with pytest.raises(Invalid) as error:
        replace(CLEAR, **change)  # type: ignore[arg-type] # wrong on purpose
    assert [f.field for f in error.value.fields] == [field]
