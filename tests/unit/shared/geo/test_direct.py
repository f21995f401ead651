"""Places said directly, and the order in which a text is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.geo.direct import needs_network, resolve
from shared.geo.place import Point

MARINA = Point(25.0772, 55.1403)
GOOGLE = "https://www.google.com/maps"


@pytest.mark.parametrize(
    "text",
    [
        "25.0772, 55.1403",
        "25.0772 55.1403",
        "(25.0772,55.1403)",
        "25.0772N 55.1403E",
        "25.0772° N, 55.1403° E",
        "٢٥٫٠٧٧٢، ٥٥٫١٤٠٣",
        "25°04'38\"N 55°08'25\"E",
        f"{GOOGLE}/place/X/@25.2,55.3,15z/data=!3m1!4b1!8m2!3d25.0772!4d55.1403",
        f"{GOOGLE}/search/25.0772,+55.1403",
        f"{GOOGLE}/dir//25.0772,55.1403",
        "https://maps.google.com/?q=25.0772,55.1403",
        "https://maps.google.com/maps?q=loc:25.0772,55.1403",
        "https://maps.apple.com/?ll=25.0772,55.1403&q=Pin",
        "https://waze.com/ul?ll=25.0772%2C55.1403&navigate=yes",
        "geo:25.0772,55.1403?z=17",
        "25,0772 55,1403",
        "N25.0772 E55.1403",
        "55.1403E 25.0772N",
        "25 04 38 N 55 08 25 E",
        "25°04.632'N 55°08.418'E",
        "25°04'38\" 55°08'25\"",
        "lat: 25.0772, lng: 55.1403",
        "خط العرض: ٢٥٫٠٧٧٢ خط الطول: ٥٥٫١٤٠٣",
        "25.0772 شمالا 55.1403 شرقا",
        "we are at 25.07720, 55.14030 second gate",
        "maps.google.com/?q=25.0772,55.1403",
        f"{GOOGLE}/dir/?api=1&destination=25.0772,55.1403",
        f"{GOOGLE}?daddr=25.0772,55.1403&saddr=25.2,55.3",
        f"{GOOGLE}?sll=25.0772,55.1403",
        f"{GOOGLE}/dir/A/B/data=!4m5!1d55.3!2d25.2!1d55.1403!2d25.0772",
        "https://maps.google.com/maps?q=25.0772%2C55.1403&z=17&hl=en",
        "https://maps.apple.com/?daddr=25.0772,55.1403",
        "https://www.waze.com/live-map/directions?to=ll.25.0772%2C55.1403",
        "https://www.openstreetmap.org/?mlat=25.0772&mlon=55.1403#map=17/25.2/55.3",
        "my pin: https://maps.google.com/?q=25.0772,55.1403 thanks",
    ],
)
def test_written_points_are_taken_as_written(text: str) -> None:
    """Coordinates and map links in common notations give that point and nothing else."""
    (place,) = resolve(text)
    assert place.point.distance_m(MARINA) < 5
    assert place.precision_m <= 30
    assert (place.community_number, place.community_name) == (392, "Marsa Dubai")


def test_longitude_first_is_read_and_said() -> None:
    """A swapped pair is turned round, and the answer says so instead of pretending."""
    (place,) = resolve("55.1403, 25.0772")
    assert place.point == MARINA
    assert "longitude came first" in place.source
    assert place.confidence < 1


def test_precision_is_what_was_written() -> None:
    """Two decimals are a kilometre; a map's view is not a pin."""
    assert resolve("25.07, 55.14")[0].precision_m == 1112
    assert resolve(f"{GOOGLE}/@25.0772,55.1403,17z")[0].precision_m == 500


@pytest.mark.parametrize("text", ["7HQQ34GR+VQ", "https://maps.google.com/?q=7HQQ34GR%2BVQ"])
def test_full_plus_codes(text: str) -> None:
    """A full code is its cell, by itself or in a link."""
    (place,) = resolve(text)
    assert place.source == "Plus Code"
    assert place.point.distance_m(Point(25.0772, 55.1420)) < 60


def test_short_plus_codes_are_near_what_is_named() -> None:
    """ "57WF+VQ Dubai" is Burj Khalifa's; a short code beside Hatta is there."""
    assert resolve("57WF+VQ")[0].community_number == 345
    assert resolve("٥٧wf+vq dubai")[0].point == resolve("7HQQ57WF+VQ")[0].point
    assert resolve("R4X7+2C Hatta")[0].community_number == 891


def test_named_place_in_a_link_is_looked_up() -> None:
    """A Google place link without its pin gives the name's candidates, else its view."""
    assert resolve(f"{GOOGLE}/place/Mall+of+the+Emirates/@25.2,55.3,17z")[0].kind == "mall"
    assert resolve(f"{GOOGLE}/place/Qwxyz/@25.0772,55.1403,17z")[0].precision_m == 500


def test_letters_decide_the_order_and_two_of_a_kind_say_nothing() -> None:
    """E before N is longitude first; N twice is no point; 60 minutes are none either."""
    assert resolve("55.1403 E, 25.0772 N")[0].point == MARINA
    assert resolve("25.0772 N, 55.1403 N") == ()
    assert resolve("25 64 38 N 55 08 25 E") == ()


def test_point_abroad_is_returned_without_community() -> None:
    """Whoever asked can then refuse it with the distance."""
    (abu_dhabi,) = resolve("24.4539, 54.3773")
    assert abu_dhabi.community_number is None


def test_makani_before_names_and_names_last() -> None:
    """Ten digits are an entrance; words are looked up."""
    assert resolve("30032 95320")[0].source == "Makani number"
    assert resolve("dubai marina")[0].label == "Dubai Marina"


def test_short_links_need_the_network() -> None:
    """A shortened link gives no point, is recognised, and the words beside it still help."""
    shared_pin = "Business Bay https://maps.app.goo.gl/Ab3dEf"
    assert needs_network(shared_pin)
    assert resolve(shared_pin)[0].community_number == 346
    assert resolve("https://maps.app.goo.gl/Ab3dEf") == ()
    assert not needs_network("https://maps.google.com/?q=25.0772,55.1403")
    assert not needs_network("Business Bay")


@pytest.mark.parametrize(
    "junk",
    ["", "   ", "\x00", "91.00, 200.00", "http://[::1", "http://[x]/?q=1", "🦊" * 500,
     "a" * 100_000, "1" * 5000, "25.0772,", "geo:", "!3d!4d", "%%%", "؟؟؟", "' OR 1=1 --",
     "٠" * 50],
)  # fmt: skip
def test_junk_finds_nothing_and_raises_nothing(junk: str) -> None:
    """What says no place is an empty answer."""
    assert resolve(junk) == ()


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=200) | st.from_regex(r"[0-9NSEW.,°'\" @!?=:/%-]{0,60}"))
def test_no_text_raises(text: str) -> None:
    """Any text at all is answered."""
    for place in resolve(text):
        assert place.precision_m > 0
