"""Why a visit is where it is, and what each wish costs."""

from shared.domain.person import Gender
from shared.routing.changes import AnyGender, AnyLanguage, Widen
from shared.routing.compiled import compiled
from shared.routing.explain_why import why_here
from shared.routing.live_day import live_day
from shared.routing.surroundings import Therapist
from shared.routing.wishes import wish_costs
from tests.unit.shared.routing.build import problem, shift, visit


def test_runners_up_and_who_cannot() -> None:
    """Other shifts by what they would cost more; those that cannot, by rule with names."""
    one = visit("v1", 1, forbidden_therapists=frozenset({"t4"}))
    shifts = [shift(f"s{i}", f"t{i}", place) for i, place in ((1, 0), (2, 4), (3, 2), (4, 1))]
    day = live_day(compiled(problem(one, *shifts)), [(0,), (), (), ()])
    why = why_here(day, 0)
    assert why is not None
    assert (why.shift, why.position, why.added_cost) == (0, 0, 1200)
    assert [(each.spot.shift, each.extra_cost) for each in why.runners_up] == [(2, 0), (1, 2400)]
    assert [(each.rule, each.therapists) for each in why.blocked] == [
        ("forbidden_therapists", ("t4",))
    ]


def test_a_visit_without_a_stop_has_no_why() -> None:
    """Nothing is said of what is on no route."""
    assert why_here(live_day(compiled(problem(visit(), shift())), [()]), 0) is None


def test_what_each_wish_costs() -> None:
    """A woman comes at 20:15, anybody at 18:40; and a day later there is more."""
    asked = visit(
        "v1",
        1,
        windows_s=((60_000, 75_000),),
        gender=Gender.FEMALE,
        languages=frozenset({"ar"}),
    )
    women = Therapist("t1", Gender.FEMALE, frozenset({"ar"}))
    men = Therapist("t2", Gender.MALE, frozenset({"ar"}))
    guests = Therapist("t3", Gender.FEMALE, frozenset({"en"}))
    shifts = [
        shift("s1", "t1", window_s=(72_300, 90_000)),
        shift("s2", "t2", window_s=(66_600, 90_000)),
        shift("s3", "t3", 1, window_s=(70_000, 90_000)),
    ]
    one = problem(asked, *shifts, therapists=(women, men, guests))
    day = live_day(compiled(one), [(), (), ()])
    wider = Widen("v1", 86_400, 0)
    told = [
        (
            each.given_up,
            each.soonest and each.soonest.start_s,
            each.cheapest and each.cheapest.shift,
        )
        for each in wish_costs(day, 0, [wider])
    ]
    assert told == [
        ((), 72_900, 0),
        ((AnyGender("v1"),), 67_200, 1),
        ((AnyLanguage("v1"),), 70_000, 2),
        ((wider,), 72_900, 0),
        ((AnyGender("v1"), AnyLanguage("v1")), 67_200, 2),
    ]


def test_a_wish_that_nobody_can_meet() -> None:
    """Nothing can be had as asked for; without the wish it can."""
    asked = visit(gender=Gender.FEMALE)
    day = live_day(compiled(problem(asked, shift())), [()])
    as_asked, anybody = wish_costs(day, 0)
    assert (as_asked.soonest, as_asked.cheapest) == (None, None)
    assert anybody.soonest is not None
