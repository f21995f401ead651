"""Finding Dubai's places by what people type."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.geo.area import DUBAI
from shared.geo.communities import communities, communities_by_number
from shared.geo.gazetteer import dubai_gazetteer, search

ALIASES = Path(__file__).parents[5] / "shared/data/dubai/community_aliases.csv"


def first_number(query: str) -> int | None:
    found = search(query, 1)
    return found[0].community_number if found else None


def test_every_community_by_english_and_arabic_name_and_number() -> None:
    """All 224 come first by their English name, their Arabic name and their number."""
    missed = [
        (place.number, name)
        for place in communities()
        for name in (place.name_en, place.name_en.upper(), place.name_ar, str(place.number))
        if first_number(name) != place.number
    ]
    assert missed == []


@pytest.mark.skipif(not ALIASES.exists(), reason=f"no popular names at {ALIASES}")
def test_popular_names_lead_to_their_community() -> None:
    """At least 95 % of popular names have their community first."""
    homes: dict[str, set[int]] = {}
    with ALIASES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            homes.setdefault(row["popular_name"], set()).add(int(row["comm_num"]))
    missed = [name for name, numbers in homes.items() if first_number(name) not in numbers]
    assert len(homes) > 150
    assert len(missed) / len(homes) <= 0.05, missed


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("jumeira lake towers", 393), ("JLT", 393), ("jvc", 681), ("jbr", 392), ("DSO", 626),
        ("mirdiff", 251), ("Mirdif", 251), ("bizness bay", 346), ("businessbay", 346),
        ("al goze 3", 358), ("Al Quoz 3rd", 358), ("quoz third", 358), ("1st al barsha", 373),
        ("barsha one", 373), ("البرشا ١", 373), ("البرشاء الاولى", 373), ("الكرامه", 318),
        ("نخلة جميرا", 381), ("palm jumeira", 381), ("دبي مارينا", 392), ("dubai mareena", 392),
        ("umm suquim 2", 362), ("Khawaneej 2", 282), ("Nad Al Sheba 1", 618), ("sportcity", 682),
        ("motorcity", 674), ("silicon oasis", 626), ("discovery garden", 591), ("satwa", 334),
        ("villa 23 street 5 al barsha 1", 373), ("tower 5 apartment 1201 business bay", 346),
        ("damac hills 2", 914), ("damac hills", 676), ("mamzer", 134), ("jebel ali 1", 591),
        ("al warqa 4", 424), ("hatta", 891), ("rashidiya", 216), ("gardens discovery", 591),
    ],
)  # fmt: skip
def test_loose_spellings_word_order_and_noise(query: str, number: int) -> None:
    """Typing errors, digits for ordinals, Arabic digits, house numbers: the right one is first."""
    assert first_number(query) == number


def test_bare_shared_name_offers_all_and_is_not_sure() -> None:
    """ "Al Barsha" is the quarter, then its three communities before all else; none sure."""
    found = search("Al Barsha", 4)
    assert (found[0].label, found[0].community_number) == ("Al Barsha", None)
    assert {place.community_number for place in found[1:]} == {373, 375, 376}
    assert all(place.confidence < 1 for place in found)


def test_old_quarters_are_wide_and_in_no_single_community() -> None:
    """Deira is a dozen communities: it is found, and its precision asks for a pin."""
    deira = search("Deira", 1)[0]
    assert (deira.label, deira.community_number) == ("Deira", None)
    assert deira.precision_m > 3000


def test_partial_words_as_they_are_typed() -> None:
    """Each further letter of "Dubai Marina" keeps it among the candidates."""
    for length in range(len("dubai ma"), len("dubai marina") + 1):
        labels = [place.label for place in search("dubai marina"[:length], 8)]
        assert "Dubai Marina" in labels, labels


def test_answers_speak_the_language_of_the_question() -> None:
    """Arabic in, Arabic out."""
    assert search("الكرامة")[0].label == "الكرامة"
    assert search("karama")[0].label == "Al Karama"


@pytest.mark.parametrize("junk", ["", " ", "asdf qwerty", "x", "!!!", "al", "99999", "\ud800"])
def test_junk_finds_nothing(junk: str) -> None:
    """What is no name gives no guess."""
    assert search(junk) == ()
    assert search("marina", 0) == ()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered_inside_dubai_best_first(text: str) -> None:
    """No text raises; candidates are in Dubai, at most the limit, by falling confidence."""
    found = search(text, 5)
    assert len(found) <= 5
    assert all(DUBAI.contains(place.point) for place in found)
    assert [place.confidence for place in found] == sorted(
        (place.confidence for place in found), reverse=True
    )


def test_every_row_names_source_precision_and_its_community() -> None:
    """Each place lies in Dubai, within its precision of the community that it claims."""
    for place in dubai_gazetteer().places:
        assert place.source
        assert DUBAI.contains(place.point)
        if place.community_number is not None:
            home = communities_by_number()[place.community_number]
            assert home.outline.distance_m(place.point) <= max(place.precision_m, 120)


def test_keystrokes_are_answered_in_time() -> None:
    """The 95th percentile over communities and their beginnings stays under 15 ms."""
    dubai_gazetteer()
    taken = []
    for place in communities():
        for query in (place.name_en, place.name_en[:-3], f"villa 7 {place.name_en}", place.name_ar):
            begun = time.process_time()
            search(query)
            taken.append(time.process_time() - begun)
    assert sorted(taken)[int(len(taken) * 0.95)] < 0.015
