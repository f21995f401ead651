"""One spelling for the many in which Dubai's names are written, in Latin and Arabic letters.

Rules found in the names of Dubai Municipality, the Land Department and listings: the article comes
and goes, ordinals are words or digits, h and vowels are loose (Jumeira, Jumeirah), q, g and k are
one sound (Quoz, Qouz, Goze), letters double at will (Nad, Nadd). Arabic is folded as usual: alef
with any hamza, final ta marbuta and ya.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST_QUERY = 160
MOST_TOKENS = 12

_ORDINALS = {
    **dict.fromkeys(("first", "1st", "i", "one", "اولي", "اول", "واحد"), "1"),
    **dict.fromkeys(("second", "2nd", "ii", "two", "ثانيه", "ثاني"), "2"),
    **dict.fromkeys(("third", "3rd", "iii", "three", "ثالثه", "ثالث"), "3"),
    **dict.fromkeys(("fourth", "4th", "iv", "four", "رابعه", "رابع"), "4"),
    **dict.fromkeys(("fifth", "5th", "five", "خامسه", "خامس"), "5"),
    **dict.fromkeys(("sixth", "6th", "six", "سادسه", "سادس"), "6"),
    **dict.fromkeys(("seventh", "7th", "seven", "سابعه", "سابع"), "7"),
}
_SAME_WORD = {
    "center": "centre",
    "ind": "industrial",
    "intl": "international",
    "jebel": "jabal",
    "lakes": "lake",
    "mt": "mount",
    "nad": "nadd",
}
_ARTICLES = frozenset({"al", "el", "the", "ar", "as", "ad", "an", "ash", "az", "at", "ul", "ال"})
_ARABIC_FOLDS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ـ": None}
)
_QUOTES = re.compile(r"['’‘`´ʿʾʻʼ]")
_NO_LETTER = re.compile(r"[\W_]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_LETTER_THEN_DIGIT = re.compile(r"(?<=[^\W\d])(?=\d)")
_VOWELS = re.compile(r"(?<!^)[aeiouyh]")
_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS = str.maketrans("qgzw", "kksv")


@lru_cache(maxsize=20_000)
def tokens_of(text: str) -> tuple[str, ...]:
    """The words that tell names apart: folded, without articles, ordinals as digits."""
    words = _NO_LETTER.sub(" ", _folded(text[:LONGEST_QUERY])).split()
    kept = [_word(word) for word in words if word not in _ARTICLES]
    return tuple([word for word in kept if word][:MOST_TOKENS])


def has_arabic(text: str) -> bool:
    """Whether the text is written, at least partly, in Arabic letters."""
    return _ARABIC.search(text) is not None


@lru_cache(maxsize=20_000)
def sound_of(token: str) -> str:
    """What is left of a Latin word when vowels, doubled letters and loose consonants are gone."""
    once = _DOUBLED.sub(r"\1", token)
    return _VOWELS.sub("", once).translate(_SOUNDS) if once.isascii() else once


def latin_digits(text: str) -> str:
    """Arabic-Indic and other digits as 0 to 9."""
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() and not sign.isascii() else sign
        for sign in text
    )


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", latin_digits(text)).casefold()
    # Composed again: decomposing takes the hamza off its alef, which folding wants to see whole.
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    quoteless = _QUOTES.sub("", unicodedata.normalize("NFC", plain))
    return _LETTER_THEN_DIGIT.sub(" ", quoteless.translate(_ARABIC_FOLDS))


def _word(word: str) -> str:
    if word in _ORDINALS:
        return _ORDINALS[word]
    bare = _without_article(word)
    bare = _ORDINALS.get(bare, bare)
    return _SAME_WORD.get(bare, bare)


def _without_article(word: str) -> str:
    """ "AlBarsha" and "البرشاء" carry the article glued on; short words only look as if."""
    if word.startswith("ال") and len(word) >= 5:
        return word[2:]
    if word.startswith("al") and len(word) >= 5:
        return word[2:]
    return word
