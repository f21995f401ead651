"""What a line means to a tenant: inside, outside, unreadable, or needing the network."""

import sys
import time

import pytest

from shared.geo.answer import NoticeKind, OwnPlaces, answered
from shared.geo.area import DUBAI, Remote, ServiceArea, joined, remoteness
from shared.geo.complaint import Flaw, Said
from shared.geo.gazetteer import Gazetteer, NamedPlace, dubai_gazetteer
from shared.geo.place import Point
from shared.geo.spelling import tokens_of

MARINA = Point(25.0772, 55.1403)
SHARJAH = ServiceArea.polygon(
    "Sharjah",
    [Point(25.30, 55.37), Point(25.30, 55.55), Point(25.40, 55.55), Point(25.40, 55.36)],
)


def own(name: str, point: Point, key: str = "tenant:1") -> NamedPlace:
    words = (tokens_of(name),)
    return NamedPlace("tenant", name, "", point, 30, 346, "tenant", words, key)


@pytest.mark.parametrize(
    "text", ["Abu Dhabi", "abu dabi", "أبوظبي", "Ajman", "sharjah", "الشارقة", "Al Khan", "Al Ain"]
)
def test_other_emirates_are_refused_with_the_distance(text: str) -> None:
    """No candidate is offered for a place outside; the sentence says how far it is."""
    answer = answered(text)
    assert answer.candidates == ()
    assert answer.notice is not None
    assert answer.notice.kind is NoticeKind.OUTSIDE
    assert "outside Dubai" in answer.notice.text


def test_a_refusal_carries_what_it_says_for_other_languages() -> None:
    """Name in both languages, emirate, distance, area and how the place was said."""
    nahda = answered("Al Nahda Sharjah").notice
    assert nahda is not None
    assert (nahda.name_en, nahda.name_ar, nahda.emirate) == ("Al Nahda", "النهدة", "Sharjah")
    assert (nahda.said, nahda.area) == (Said.NAME, "Dubai")
    muscat = answered("https://maps.google.com/?q=23.59,58.41").notice
    assert muscat is not None
    assert muscat.said is Said.LINK
    assert muscat.distance_m is not None
    assert 200_000 < muscat.distance_m < 400_000
    short = answered("makani 3003295").notice
    assert short is not None
    assert (short.said, short.flaw, short.typed) == (Said.MAKANI, Flaw.LENGTH, "3003295")


@pytest.mark.parametrize("text", ["Al Nahda", "nahda", "النهدة", "Al Nahda 2", "Al Mamzar"])
def test_name_of_two_emirates_asks_which(text: str) -> None:
    """What Sharjah has too is flagged, to be confirmed, and never sure."""
    first = answered(text).candidates[0]
    assert first.ambiguous_with == "Sharjah"
    assert first.confirm
    assert first.confidence <= 0.9


def test_saying_the_emirate_answers_the_question() -> None:
    """With "Dubai" nothing is left to ask; with "Sharjah" it is outside."""
    assert answered("Al Nahda Dubai").candidates[0].ambiguous_with is None
    sharjah = answered("Al Nahda Sharjah")
    assert sharjah.candidates == ()
    assert sharjah.notice is not None
    assert sharjah.notice.text.startswith("Nahda, Sharjah is ")


def test_a_foreign_city_beside_a_place_of_ours_leaves_doubt() -> None:
    """Words that surely mean Dubai are offered, at half the confidence, with the notice."""
    answer = answered("business bay abu dhabi")
    assert answer.candidates[0].community_number == 346
    assert answer.candidates[0].confidence <= 0.5
    assert answer.notice is not None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("3003295320", None),
        ("3003295", "has 7"),
        ("30032 953201", "has 11"),
        ("makani 300329532", "has 9"),
        ("30O32 95320", "other signs"),
        ("makani abc", "other signs"),
        ("00000 00000", "in the sea"),
        ("57WF+VA", "no Plus Code"),
    ],
)
def test_unreadable_numbers_are_told_why(text: str, part: str | None) -> None:
    """Wrong lengths, letters and points in the sea get a sentence instead of a guess."""
    answer = answered(text)
    if part is None:
        assert answer.notice is None
        assert answer.candidates[0].confirm
        return
    assert answer.candidates == ()
    assert answer.notice is not None
    assert answer.notice.kind is NoticeKind.UNREADABLE
    assert part in answer.notice.text


@pytest.mark.parametrize(
    "link", ["https://maps.app.goo.gl/Ab3", "goo.gl/maps/Ab3", "https://waze.com/ul/hthrr1234"]
)
def test_short_links_say_what_to_do(link: str) -> None:
    """They are recognised, and the agent is told to ask for the long one or to send a pin link."""
    answer = answered(link)
    assert answer.notice is not None
    assert answer.notice.kind is NoticeKind.NEEDS_NETWORK


def test_points_abroad_are_refused_and_hatta_is_flagged() -> None:
    """24.45, 54.38 is told its distance; Hatta and the islands are inside, and said to be far."""
    assert answered("24.4539, 54.3773").candidates == ()
    (hatta,) = answered("24.80, 56.11").candidates
    assert remoteness(hatta.community_number) is Remote.HATTA
    assert remoteness(answered("World Islands").candidates[0].community_number) is Remote.ISLAND
    assert remoteness(392) is None


def test_tenants_places_come_first_and_replace_ours() -> None:
    """An own place with the name leads; a correction takes the place of our row."""
    key = answered("Business Bay").candidates[0].key
    assert key is not None
    mine = own("Business Bay Clinic Gate", Point(25.186, 55.27))
    found = answered("business bay clinic", own=OwnPlaces(Gazetteer([mine]))).candidates
    assert found[0].key == "tenant:1"
    moved = own("Business Bay", Point(25.187, 55.271))
    corrected = answered("Business Bay", own=OwnPlaces(Gazetteer([moved]), frozenset({key})))
    assert corrected.candidates[0].key == "tenant:1"
    assert key not in {place.key for place in corrected.candidates}


def test_tenant_of_two_emirates_is_served_in_both() -> None:
    """With Sharjah drawn, its city is a candidate, and refusals name both."""
    both = joined([DUBAI, SHARJAH])
    assert answered("Sharjah", both).candidates[0].label == "Sharjah"
    assert answered("25.35, 55.45", both).candidates
    notice = answered("Ajman", both).notice
    assert notice is not None
    assert "outside Dubai and Sharjah" in notice.text


def test_own_area_leaves_out_what_is_elsewhere() -> None:
    """A tenant that serves only a box is not offered Hatta."""
    marina = ServiceArea.box("Marina", Point(25.05, 55.10), Point(25.10, 55.18))
    assert answered("Hatta", marina).candidates == ()
    assert answered("Dubai Marina", marina).candidates[0].community_number == 392


def test_no_name_of_ours_is_taken_for_elsewhere() -> None:
    """Each name of the gazetteer, in both scripts, leads to itself or to its community."""
    missed = []
    for place in dubai_gazetteer().places:
        for name in filter(None, (place.name_en, place.name_ar)):
            found = answered(name).candidates[:2]
            same = [
                c.key == place.key or c.community_number == place.community_number for c in found
            ]
            if not any(same):
                missed.append(name)
    assert missed == []


def test_keystrokes_among_a_thousand_own_places(capsys: pytest.CaptureFixture[str]) -> None:
    """The 95th percentile of a keystroke stays under 15 ms of CPU."""
    kinds = ("Marina", "Palm", "Garden", "Creek", "Lake", "Jumeirah", "Barsha")
    named = [
        own(f"{kinds[n % 7]} Residence {chr(65 + n % 26)} Block {n}", MARINA, f"tenant:{n}")
        for n in range(1000)
    ]
    mine = OwnPlaces(Gazetteer(named))
    said = (
        *("marina residence b block 27", "البرشاء الأولى", "villa 12 street 4 al quoz 3"),
        *("dubai creek harbor tower", "jumeirah beach residense", "umm suqaim 2 vila 5"),
    )
    answered("Deira", own=mine)
    taken = []
    for line in said:
        for length in range(1, len(line) + 1):
            begun = time.process_time()
            answered(line[:length], own=mine)
            taken.append(time.process_time() - begun)
    taken.sort()
    p95 = taken[int(len(taken) * 0.95)]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(taken)} keystrokes at 1,000 own places: p50 "
            f"{taken[len(taken) // 2] * 1e3:.2f} ms, p95 {p95 * 1e3:.2f} ms\n"
        )
    assert answered(said[0], own=mine).candidates[0].kind == "tenant"
    assert p95 < 0.015
