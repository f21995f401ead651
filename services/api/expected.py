"""Which words a field of a body may have: for the sentence that refuses another one."""

import re
from collections.abc import Iterable
from typing import Any

from msgspec import inspect


def words_of(declared: Any, path: str) -> list[str]:
    """The closed list at `path`, as msgspec names it (`$.patient.gender`); else nothing."""
    nodes = [inspect.type_info(declared)]
    for step in re.findall(r"\.([^.\[\]]+)|(\[[^\]]*\])", path):
        nodes = [below for node in nodes for below in _step(node, step[0])]
    return sorted({word for node in nodes for word in _words(node)})


def _step(node: inspect.Type, name: str) -> Iterable[inspect.Type]:
    match node:
        case inspect.UnionType(types=types):
            return [below for one in types for below in _step(one, name)]
        case inspect.StructType(fields=fields) if name:
            return [one.type for one in fields if one.encode_name == name]
        case inspect.ListType(item_type=item) if not name:
            return [item]
        case inspect.DictType(value_type=value) if not name:
            return [value]
        case _:
            return []


def _words(node: inspect.Type) -> Iterable[str]:
    match node:
        case inspect.UnionType(types=types):
            return [word for one in types for word in _words(one)]
        case inspect.EnumType(cls=cls):
            return [str(one.value) for one in cls]
        case inspect.LiteralType(values=values):
            return [str(one) for one in values]
        case _:
            return []


def closed_list(words: list[str]) -> str:
    """`a, b or c`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
