"""People as the agent hears them: names in Arabic and Latin script, gender, date of birth."""

import re
import unicodedata
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.domain.age import age_at
from shared.domain.errors import Invalid

OLDEST_AGE = 120


class Gender(StrEnum):
    """As in the identity document; None elsewhere means it is not known."""

    FEMALE = "female"
    MALE = "male"


# Spellings that people mix up, made one; tatweel (ـ) only stretches a word. A hamza on its seat
# (أ إ آ ئ ؤ) is an accent to Unicode and goes with the accents.
_ARABIC_FOLDS = str.maketrans({"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ء": "", "ـ": ""})
# Consonants only: short vowels are not written, and و and ي are as often vowels.
_ARABIC_SOUNDS = str.maketrans(
    dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويپچگڤ", "abttjhxddrzsCsdtzagfkklmnhwybCgf", strict=True))
)
_LATIN_SOUNDS = (
    ("kh", "x"),
    ("gh", "g"),
    ("sh", "C"),
    ("ch", "C"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("q", "k"),
    ("c", "k"),
    ("v", "f"),
    ("p", "b"),
)


def fold_name(name: str) -> str:
    """The spelling that search compares: lower case, no accents, tashkeel or tatweel, one space."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    folded = bare.casefold().translate(_ARABIC_FOLDS)
    return re.sub(r"[\W_]+", " ", folded).strip()


def sound_of_name(name: str) -> str:
    """Consonants of each word in Latin letters, so that محمد, Mohammed and Muhamad are one."""
    words = (_sound_of_word(word) for word in fold_name(name).split())
    return " ".join(word for word in words if word)


def _sound_of_word(word: str) -> str:
    if word in {"al", "el", "ال"}:
        return ""
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    latin = word.translate(_ARABIC_SOUNDS)
    for letters, sound in _LATIN_SOUNDS:
        latin = latin.replace(letters, sound)
    # A final h is ة or only closes a vowel (Fatimah); w and y count only as first letters.
    latin = re.sub(r"(?<=.)h$", "", latin)
    consonants = latin[:1] + re.sub(r"[aeiouwy]", "", latin[1:])
    consonants = re.sub(r"^[aeiou]", "a", consonants)
    return re.sub(r"(.)\1+", r"\1", consonants)


def trigrams(folded: str) -> frozenset[str]:
    """All runs of three letters of each word, two blanks before it and one behind."""
    padded = (f"  {word} " for word in folded.split())
    return frozenset(word[i : i + 3] for word in padded for i in range(len(word) - 2))


def name_tokens(name: str) -> frozenset[str]:
    """What a name is found by: trigrams of its spelling and, marked `~`, of its sound."""
    return trigrams(fold_name(name)) | {f"~{t}" for t in trigrams(sound_of_name(name))}


def check_date_of_birth(
    date_of_birth: date, now: datetime, zone: ZoneInfo, field: str = "patient.dateOfBirth"
) -> date:
    """The date itself, or `Invalid` when nobody alive can have been born then."""
    if date_of_birth > now.astimezone(zone).date():
        raise Invalid.one(
            field,
            f"The date of birth {date_of_birth.isoformat()} is in the future; "
            "please ask for it again.",
        )
    if age_at(date_of_birth, now, zone) > OLDEST_AGE:
        raise Invalid.one(
            field,
            f"The date of birth {date_of_birth.isoformat()} is more than {OLDEST_AGE} years ago; "
            "please ask for the year again.",
        )
    return date_of_birth
