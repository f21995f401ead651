"""Where a wanted visit fits in a horizon made in memory."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.api.offers.fits import Field, RouteArrays, field_of, fits, places
from services.api.offers.wanted import Wanted
from shared.db.live.horizon import Horizon, Wishes
from shared.db.live.travel import TravelCache
from shared.domain.certificate import Certificate
from shared.domain.policy import Policy
from shared.domain.request_status import RequestStatus
from shared.domain.service import CertificateKind, Service
from shared.geo.offline import OfflineTravelTimes
from shared.geo.place import Point
from tests.support.horizons import EPOCH, HOUR, horizon, number, shift, visit

_LAST = 59  # the farthest place of the line


def _at(hours: float) -> datetime:
    return EPOCH + timedelta(hours=hours)


def _wanted(*busy: tuple[float, float], point: Point | None = None) -> Wanted:
    return Wanted(
        request_id=number(1),
        status=RequestStatus.READY,
        screening_id=number(2),
        service=Service.ASSESSMENT,
        service_s=HOUR // 2,
        patient_id=number(3),
        place_id=number(4),
        point=point or Point(25.1, 55.1),
        regions=(),
        born=None,
        zone=ZoneInfo("UTC"),
        wishes=Wishes(),
        languages=frozenset(),
        language_asked=False,
        policy=Policy(promised_window_minutes=60, offer_step_minutes=30),
        cleared_from=None,
        not_before=None,
        opens_before=None,
        closes_by=None,
        closes_before=None,
        access=None,
        busy=[(_at(begins), _at(ends)) for begins, ends in busy],
        held=None,
    )


def _day() -> Horizon:
    """Two therapists; the first has a visit at ten that may not start later than half past."""
    made = horizon(
        [shift(1), shift(2)], [visit(50, 10, (10, 10.5))], {number(1): [(number(50), 10.0)]}
    )
    licence = Certificate(
        CertificateKind.LICENCE, verified=True, valid_from=EPOCH - timedelta(days=1)
    )
    able = {key: replace(one, certificates=(licence,)) for key, one in made.therapists.items()}
    return replace(made, therapists=able)


def _field(one: Horizon) -> Field:
    return field_of(one, _LAST, tuple(one.shifts))


def test_each_window_of_the_grid_has_the_cheapest_therapist() -> None:
    """Who is in the neighbourhood comes; nobody comes while that would make a promise late."""
    found = fits(_field(_day()), _wanted(), _at(9), _at(13))
    assert [one.opens_at for one in found] == [_at(9 + step / 2) for step in range(7)]
    assert all(one.opens_at <= one.start_at <= one.closes_at for one in found)
    by_whom = [one.shift_id for one in found]
    # From eight on: fifty-nine minutes there, half an hour, forty-nine minutes to the visit at ten.
    assert by_whom[:2] == [number(1), number(2)]
    assert by_whom[-1] == number(1)


def test_nobody_comes_while_somebody_else_treats_the_patient() -> None:
    """The visit starts when the other one has ended, where that is early enough in its window."""
    found = fits(_field(_day()), _wanted((9, 11.25)), _at(9), _at(13))
    assert [one.opens_at for one in found] == [_at(10.5), _at(11), _at(11.5), _at(12)]
    assert found[0].start_at == _at(11.25)
    assert fits(_field(_day()), _wanted((0, 24)), _at(9), _at(13)) == []


def test_places_of_one_shift_come_cheapest_first() -> None:
    """Before which of its open stops the visit may go, and when it would start."""
    one = _field(_day())
    found = places(one, _wanted(), number(1), 11 * HOUR, 12 * HOUR)
    assert [(place.position, place.start_s) for place in found] == [(1, 11 * HOUR + 1140)]
    assert places(one, _wanted(), number(2), 8 * HOUR, 8 * HOUR) == []


async def test_routes_are_kept_while_only_places_come() -> None:
    """Another patient's place does not have the routes timed again; another horizon does."""
    cache, arrays, one = TravelCache(OfflineTravelTimes()), RouteArrays(), _day()
    first = await arrays.field(one, cache, _wanted(point=Point(25.2, 55.2)))
    second = await arrays.field(one, cache, _wanted(point=Point(25.3, 55.3)))
    assert second.location == first.location + 1
    assert second.day.labels is first.day.labels
    fresh = await arrays.field(replace(one), cache, _wanted(point=Point(25.3, 55.3)))
    assert fresh.day.labels is not first.day.labels
    assert fits(fresh, _wanted(), _at(9), _at(18)) == fits(second, _wanted(), _at(9), _at(18))
