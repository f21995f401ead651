"""How alike a typed word and a word of a name are, and a typed line and a whole name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from shared.geo.spelling import sound_of

_LEAST_LIKENESS = 0.7
_REMEMBERED_WORDS = 4_096


class Vocabulary:
    """Words that can be meant, found without comparing with each of them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._with_bigram: dict[str, list[str]] = defaultdict(list)
        self._with_sound: dict[str, set[str]] = defaultdict(set)
        for word in self._words:
            self._with_sound[sound_of(word)].add(word)
            for bigram in _bigrams(word):
                self._with_bigram[bigram].append(word)
        # From one keystroke to the next only the last word changes.
        self._remembered: dict[str, dict[str, float]] = {}

    def meant_by(self, typed: str) -> dict[str, float]:
        """Each word that `typed` may mean, with its likeness."""
        known = self._remembered.get(typed)
        if known is None:
            known = self._compared(typed)
            if len(self._remembered) >= _REMEMBERED_WORDS:
                self._remembered.clear()
            self._remembered[typed] = known
        return known

    def _compared(self, typed: str) -> dict[str, float]:
        possible = {typed} & self._words | self._with_sound.get(sound_of(typed), set())
        shared = Counter(
            word for bigram in _bigrams(typed) for word in self._with_bigram.get(bigram, ())
        )
        possible |= {word for word, count in shared.items() if _may_be(typed, word, count)}
        likenesses = {word: word_likeness(typed, word) for word in possible}
        return {word: likeness for word, likeness in likenesses.items() if likeness > 0}


def _may_be(typed: str, word: str, shared_bigrams: int) -> bool:
    """Whether two words that share bigrams can pass `word_likeness`: cheap, never wrongly no.

    An edit moves the length by at most one and, as a swap of neighbours, spoils three bigrams.
    """
    if word.startswith(typed):
        return True
    longest = max(len(typed), len(word))
    edits = int((1 - _LEAST_LIKENESS) * longest + 1e-9)
    if abs(len(typed) - len(word)) > edits:
        return False
    return shared_bigrams >= len(_bigrams(typed)) - 3 * edits


def word_likeness(typed: str, word: str) -> float:
    """1 for the same word, less for its beginning or another spelling, 0 for a different one.

    Digits are exact: Al Barsha 1 is not Al Barsha 2.
    """
    if typed == word:
        return 1.0
    if typed.isdigit() or word.isdigit():
        return 0.0
    if word.startswith(typed) and len(typed) >= 2:
        return 0.8 + 0.15 * len(typed) / len(word)
    if len(typed) < 3 or len(word) < 3:
        return 0.0
    spelled = 1 - _edits(typed, word) / max(len(typed), len(word))
    if sound_of(typed) == sound_of(word) and len(sound_of(word)) >= 2:
        return max(0.75 + 0.2 * spelled, spelled)
    return 0.95 * spelled if spelled >= _LEAST_LIKENESS else 0.0


def line_likeness(
    likenesses: Sequence[dict[str, float]],
    typed_weights: Sequence[float],
    name: Sequence[str],
    name_weights: Sequence[float],
) -> float:
    """How well a name answers a line, from 0 to 1.

    `likenesses` gives for each typed word the words of names it may mean. Mostly it counts how
    much of the line the name explains, a little how much of the name was typed.
    """
    taken: set[int] = set()
    explained = 0.0
    for alike, weight in zip(likenesses, typed_weights, strict=True):
        if not alike:
            continue
        best, where = 0.0, -1
        for position, word in enumerate(name):
            likeness = alike.get(word, 0.0)
            if likeness > best and position not in taken:
                best, where = likeness, position
        if where >= 0:
            taken.add(where)
            explained += weight * best
    if not taken:
        return 0.0
    of_line = explained / sum(typed_weights)
    of_name = sum(name_weights[position] for position in taken) / sum(name_weights)
    return 0.72 * of_line + 0.28 * of_line * of_name


@lru_cache(maxsize=20_000)
def _bigrams(word: str) -> frozenset[str]:
    return frozenset(word[i : i + 2] for i in range(len(word) - 1))


def _edits(a: str, b: str) -> int:
    """Edits between two words, a swap of neighbours counting once (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, sign in enumerate(a, start=1):
        row = [i]
        for j, other in enumerate(b, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (sign != other))
            if i > 1 and j > 1 and sign == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
