"""Ways in which callers say places, written down by hand, and what the search makes of them."""

import csv
import os
import random
import string
import sys
import time
from pathlib import Path

import pytest

from shared.geo.answer import answered
from shared.geo.area import DUBAI
from shared.geo.communities import communities
from shared.geo.gazetteer import dubai_gazetteer, search
from shared.geo.makani import decoded, number_of
from shared.geo.place import PlaceCandidate, Point

TESTS = Path(__file__).parents[3]
SAID = TESTS / "data/places_said.csv"
ALIASES = TESTS.parent.parent / "shared/data/dubai/community_aliases.csv"
FUZZED = int(os.environ.get("ROUNDS_FUZZED_PLACES", "5000"))


def is_right(candidate: PlaceCandidate, row: dict[str, str]) -> bool:
    """One of the communities that were meant, or the quarter by its name."""
    in_community = str(candidate.community_number) in row["communities"].split("|")
    district = row["district"]
    is_quarter = candidate.kind == "district" and (candidate.key or "").endswith(f":{district}")
    return in_community or (bool(district) and is_quarter)


def test_places_as_they_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    """At least 95 % have the right community first, 99 % among the first three."""
    with SAID.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = [answered(row["said"]).candidates for row in rows]
    pairs = list(zip(rows, found, strict=True))
    first = [row["said"] for row, them in pairs if not any(is_right(c, row) for c in them[:1])]
    three = [row["said"] for row, them in pairs if not any(is_right(c, row) for c in them[:3])]
    count = len(rows)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{count} ways to say a place: right first {1 - len(first) / count:.1%}, "
            f"in the first three {1 - len(three) / count:.1%}\n"
        )
    assert count >= 300
    assert len(first) <= 0.05 * count, first
    assert len(three) <= 0.01 * count, three


def _offered(name: str) -> set[int | None]:
    """The communities of the first three candidates; a quarter brings its communities along."""
    found = search(name, 8)
    shown = found if found and found[0].kind == "district" else found[:3]
    return {place.community_number for place in shown}


@pytest.mark.skipif(not ALIASES.exists(), reason=f"no popular names at {ALIASES}")
def test_every_community_is_found_by_every_name_it_has() -> None:
    """English, Arabic and popular: the community is among the first three, official ones first."""
    for place in communities():
        for name in (place.name_en, place.name_ar):
            assert search(name, 1)[0].community_number == place.number, name
    homes: dict[str, set[int]] = {}
    with ALIASES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            homes.setdefault(row["popular_name"], set()).add(int(row["comm_num"]))
    # Of several listings' points in a neighbouring quarter, a development region, no place at all.
    no_community = {"Al Barsha", "Dubai Land", "Schools - Free Zone"}
    missed = [
        name
        for name, numbers in homes.items()
        if name not in no_community and not numbers & _offered(name)
    ]
    assert missed == []


def test_makani_numbers_return_to_where_they_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    """Points in all 224 communities: encoded and decoded again they are within 2 metres."""
    dice = random.Random(7)
    furthest, count = 0.0, 0
    for community in communities():
        outline = community.outline
        points = [community.centre]
        while len(points) < 4:
            lat = dice.uniform(outline.south, outline.north)
            point = Point(lat, dice.uniform(outline.west, outline.east))
            if outline.contains(point):
                points.append(point)
        for point in points:
            found = decoded(number_of(point))
            assert found, (community.name_en, point)
            furthest = max(furthest, min(each.point.distance_m(point) for each in found))
            assert all(each.confirm for each in found)
            count += 1
    with capsys.disabled():
        sys.stdout.write(f"\n{count} Makani numbers: within {furthest:.2f} m\n")
    assert furthest < 2


def junk(dice: random.Random) -> str:
    """Letters of both scripts, digits, signs; half-written forms; names with noise."""
    arabic = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآء ٠١٢٣٤٥٦٧٨٩،"
    signs = string.ascii_letters + string.digits + " .,:;/@!?=&%+-°'\"NSEW\t"
    kind = dice.randrange(6)
    if kind == 0:
        return "".join(chr(dice.randrange(1, 0x2FFF)) for _ in range(dice.randrange(60)))
    if kind == 1:
        return "".join(dice.choice(arabic + signs) for _ in range(dice.randrange(300)))
    if kind == 2:
        return f"{dice.uniform(-95, 95):.5f}, {dice.uniform(-185, 185):.5f}"
    if kind == 3:
        return f"{dice.randrange(100_000):05d} {dice.randrange(100_000):05d}"
    if kind == 4:
        start = dice.choice(("https://maps.google.com/?q=", "geo:", "https://waze.com/ul?ll=", "@"))
        return start + "".join(dice.choice("0123456789.,-%") for _ in range(dice.randrange(40)))
    place = dice.choice(dubai_gazetteer().places).name_en
    return "".join(sign for sign in place if dice.random() > 0.15) + dice.choice(signs) * 3


def test_random_strings_are_answered_fast_and_inside_dubai(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No exception, no candidate outside Dubai, 99 of 100 answers under 50 ms of CPU."""
    dice = random.Random(20_261_122)
    answered("Deira")
    taken = []
    for _ in range(FUZZED):
        text = junk(dice)
        begun = time.process_time()
        answer = answered(text)
        taken.append(time.process_time() - begun)
        assert all(DUBAI.contains(place.point) for place in answer.candidates), text
    taken.sort()
    with capsys.disabled():
        sys.stdout.write(
            f"\n{FUZZED} random strings: p50 {taken[len(taken) // 2] * 1e3:.2f} ms, "
            f"p99 {taken[int(len(taken) * 0.99)] * 1e3:.2f} ms, max {taken[-1] * 1e3:.1f} ms\n"
        )
    assert taken[int(len(taken) * 0.99)] < 0.05
