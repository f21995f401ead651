from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.age import age_at
from shared.domain.errors import Invalid
from shared.domain.person import (
    check_date_of_birth,
    fold_name,
    name_tokens,
    sound_of_name,
    trigrams,
)

DUBAI = ZoneInfo("Asia/Dubai")
NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("هدى", "هدي"),
        ("فاطمة", "فاطمه"),
        ("JOSÉ  de-la", "jose de la"),
    ],
)
def test_spellings_that_people_mix_up_fold_to_one(one: str, other: str) -> None:
    """Tashkeel, tatweel, forms of alef, ya and ta marbuta, case and accents do not matter."""
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("محمد", "Mohammed"),
        ("محمد", "Muhamad"),
        ("أحمد", "Ahmed"),
        ("خالد", "Khalid"),
        ("فاطمة الزهراء", "Fatimah Al Zahra"),
        ("يوسف الهاشمي", "Yousef Al-Hashimi"),
        ("علي", "Ali"),
        ("عمر", "Omar"),
        ("شيخة", "Sheikha"),
        ("إبراهيم", "Ibrahim"),
    ],
)
def test_an_arabic_name_sounds_like_its_latin_spellings(arabic: str, latin: str) -> None:
    """A name written in one script is found by the other."""
    assert sound_of_name(arabic) == sound_of_name(latin)
    assert name_tokens(arabic) & name_tokens(latin)


def test_different_names_sound_different() -> None:
    """Folding sound does not make everybody the same."""
    names = ["Mohammed", "Mariam", "Khalid", "Fatima", "Yousef", "Ahmed"]
    assert len({sound_of_name(n) for n in names}) == len(names)


def test_trigrams_mark_the_start_and_the_end_of_each_word() -> None:
    """Two blanks before a word and one behind, so that short names have trigrams too."""
    assert trigrams("ali b") == {"  a", " al", "ali", "li ", "  b", " b "}


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    """A stored fold equals the fold of a fold, whatever was typed."""
    assert fold_name(fold_name(name)) == fold_name(name)


@pytest.mark.parametrize(
    ("born", "instant", "age"),
    [
        (date(2014, 3, 2), datetime(2026, 3, 1, 19, 59, tzinfo=UTC), 11),
        (date(2014, 3, 2), datetime(2026, 3, 1, 20, 0, tzinfo=UTC), 12),
        (date(2008, 2, 29), datetime(2026, 2, 28, 12, tzinfo=UTC), 17),
        (date(2008, 2, 29), datetime(2026, 3, 1, 12, tzinfo=UTC), 18),
    ],
)
def test_a_birthday_begins_at_midnight_in_the_tenants_zone(
    born: date, instant: datetime, age: int
) -> None:
    """Dubai's midnight is 20:00 UTC; a birthday of 29 February falls on 1 March."""
    assert age_at(born, instant, DUBAI) == age


@pytest.mark.parametrize(
    ("born", "says"), [(date(2026, 3, 2), "in the future"), (date(1900, 1, 1), "120 years")]
)
def test_an_impossible_date_of_birth_is_refused_by_name(born: date, says: str) -> None:
    """The message holds the date and the field is named as it was sent."""
    with pytest.raises(Invalid, match=says) as error:
        check_date_of_birth(born, NOW, DUBAI)
    assert error.value.fields[0].field == "patient.dateOfBirth"
    assert born.isoformat() in error.value.message


def test_todays_newborn_and_the_very_old_are_accepted() -> None:
    """The bounds themselves are possible."""
    assert check_date_of_birth(date(2026, 3, 1), NOW, DUBAI) == date(2026, 3, 1)
    assert check_date_of_birth(date(1905, 3, 2), NOW, DUBAI) == date(1905, 3, 2)
