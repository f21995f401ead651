"""How a demo route is lived."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from infra.demo import accounts
from infra.demo.dice import dice
from infra.demo.lived import Leg, Story, finished, lived
from shared.domain.visit_status import VisitEventType, VisitStatus

NINE = datetime(2026, 11, 22, 5, tzinfo=UTC)
LEGS = [
    Leg(
        UUID(int=n),
        NINE + timedelta(minutes=90 * n),
        NINE + timedelta(minutes=90 * n + 20),
        NINE + timedelta(minutes=90 * n + 20),
        2700,
    )
    for n in range(4)
]
_T = VisitEventType


def test_each_stop_is_accepted_driven_to_and_treated_in_order() -> None:
    """Nobody leaves before the stop before it is done, nor starts before the window opens."""
    facts = [fact for fact in lived(dice(1), NINE, LEGS, {}) if fact.type is not _T.ACCEPT]
    assert [fact.type for fact in facts] == [_T.DEPART, _T.ARRIVE, _T.START, _T.COMPLETE] * 4
    assert [fact.at for fact in facts] == sorted(fact.at for fact in facts)
    starts = [fact.at for fact in facts if fact.type is _T.START]
    assert all(at >= leg.opens_at for at, leg in zip(starts, LEGS, strict=True))


def test_a_patient_who_is_out_is_waited_for_and_left() -> None:
    """A no-show ends the stop at the door, after the window opened."""
    facts = list(lived(dice(1), NINE, LEGS, {LEGS[1].visit_id: Story.NO_SHOW}))
    told = {fact.type: fact.at for fact in facts if fact.visit_id == LEGS[1].visit_id}
    assert _T.START not in told
    assert told[_T.NO_SHOW] >= max(told[_T.ARRIVE], LEGS[1].opens_at) + timedelta(minutes=14)


def test_a_traffic_jam_makes_the_stop_late() -> None:
    """Half an hour and more beside the usual way."""
    plain, jammed = (
        {fact.type: fact.at for fact in lived(dice(1), NINE, LEGS[:1], stories)}
        for stories in ({}, {LEGS[0].visit_id: Story.JAM})
    )
    assert jammed[_T.ARRIVE] - plain[_T.ARRIVE] >= timedelta(minutes=30)


def test_what_was_begun_is_brought_to_its_end() -> None:
    """Of a stop that somebody drove to when the demo was switched off, the rest is told."""
    told = [fact.type for fact in finished(LEGS[0], VisitStatus.EN_ROUTE, NINE)]
    assert told == [_T.ARRIVE, _T.START, _T.COMPLETE]
    treated = list(finished(LEGS[0], VisitStatus.IN_PROGRESS, NINE))
    assert [(fact.type, fact.at) for fact in treated] == [
        (_T.COMPLETE, NINE + timedelta(seconds=2700))
    ]


def test_the_password_belongs_to_the_installation() -> None:
    """The same at every start, another one elsewhere, and long enough for the product's rule."""
    assert accounts.password(b"a" * 32) == accounts.password(b"a" * 32)
    assert accounts.password(b"a" * 32) != accounts.password(b"b" * 32)
    assert len(accounts.password(b"a" * 32)) >= 10
