"""What people type has an end: every text of every body, however deep."""

from collections.abc import Iterator
from typing import Any

from litestar import Controller
from litestar.handlers import HTTPRouteHandler
from msgspec import inspect

from services.api.slices import SLICES


def bodies() -> dict[str, Any]:
    """What each call reads, by the call's name."""
    found = {}
    for slice_ in SLICES:
        assert isinstance(slice_, type)
        assert issubclass(slice_, Controller)
        for handler in vars(slice_).values():
            if isinstance(handler, HTTPRouteHandler):
                data = handler.parsed_fn_signature.parameters.get("data")
                if data is not None:
                    found[str(handler.operation_id)] = data.raw
    return found


def endless(node: inspect.Type, path: str, outer: tuple[Any, ...] = ()) -> Iterator[str]:
    """The texts below this node that may be of any length."""
    match node:
        case inspect.StrType(max_length=None):
            yield path
        case inspect.UnionType(types=types):
            for one in types:
                yield from endless(one, path, outer)
        case inspect.StructType(cls=cls, fields=fields) if cls not in outer:
            for field in fields:
                yield from endless(field.type, f"{path}.{field.encode_name}", (*outer, cls))
        case inspect.ListType(item_type=item):
            yield from endless(item, f"{path}[]", outer)
        case inspect.DictType(key_type=key, value_type=value):
            yield from endless(key, f"{path}.key", outer)
            yield from endless(value, f"{path}.value", outer)
        case _:
            pass


def test_every_text_has_a_longest_length() -> None:
    """422 by the field's name comes before the database's own constraint."""
    reads = bodies()
    assert len(reads) > 25
    found = [one for name, kind in reads.items() for one in endless(inspect.type_info(kind), name)]
    assert found == []


def test_reasons_are_not_blank() -> None:
    """Whoever has to say why says something: a reason has a letter in it. A phone's note on a fact
    may be blank, since facts are never refused.
    """
    blank = [
        f"{name}.{field.encode_name}"
        for name, kind in bodies().items()
        if name != "reportEvent"
        for field in _fields(inspect.type_info(kind))
        if field.encode_name in {"reason", "conditions", "note"}
        for text in _texts(field.type)
        if text.pattern != r"\S"
    ]
    assert blank == []


def _fields(node: inspect.Type) -> Iterator[inspect.Field]:
    match node:
        case inspect.StructType(fields=fields):
            yield from fields
        case inspect.UnionType(types=types):
            for one in types:
                yield from _fields(one)
        case _:
            pass


def _texts(node: inspect.Type) -> Iterator[inspect.StrType]:
    match node:
        case inspect.StrType():
            yield node
        case inspect.UnionType(types=types):
            for one in types:
                yield from _texts(one)
        case _:
            pass
