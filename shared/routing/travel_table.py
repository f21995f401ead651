"""Travel times as one array, made once for each `Travel`: a full day has a million legs."""

import weakref

import numpy as np
import numpy.typing as npt

from shared.routing.travel import Travel

Table = npt.NDArray[np.int64]

# By identity: to hash or to compare travel times is to read them all.
_known: dict[int, Table] = {}
_least: dict[int, Table] = {}


def table_of(travel: Travel) -> Table:
    """Bands x locations x locations; not to be written to."""
    known = _known.get(id(travel))
    if known is None:
        known = np.array([band.travel_s for band in travel.bands], dtype=np.int64)
        keep_table(travel, known)
    return known


def least_of(travel: Travel) -> Table:
    """Each leg at its best hour; not to be written to."""
    known = _least.get(id(travel))
    if known is None:
        known = _least[id(travel)] = table_of(travel).min(axis=0)
    return known


def keep_table(travel: Travel, table: Table) -> None:
    """For who made the travel times from an array: `table` holds the very same."""
    if id(travel) not in _known:
        weakref.finalize(travel, _forget, id(travel))
    _known[id(travel)] = table


def _forget(key: int) -> None:
    _known.pop(key, None)
    _least.pop(key, None)
