"""JSON that is written piece by piece, in the form of ``json.dumps`` with ``indent=1``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


_ENCODER = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The members of an object, one at a time."""

    members: Iterable[tuple[str, Any]]


def pieces(members: Iterable[tuple[str, Any]], depth: int = 0) -> Iterator[str]:
    """An object, in pieces that are to be joined.

    Args:
        members: its keys and values; an iterator is written as an array, item by item, and
            ``Pairs`` as an object.
        depth: how deep it stands in others.
    """
    yield from _bracketed("{}", depth, (_member(key, value, depth) for key, value in members))


def _member(key: str, value: Any, depth: int) -> Iterator[str]:
    yield f"{encode_basestring(key)}: "
    if isinstance(value, Pairs):
        yield from pieces(value.members, depth + 1)
    elif isinstance(value, Iterator):
        yield from _bracketed("[]", depth + 1, (iter([_dumped(v, depth + 2)]) for v in value))
    else:
        yield _dumped(value, depth + 1)


def _dumped(value: Any, depth: int) -> str:
    """A value as a whole; the encoder itself takes several times as long if it is to indent."""
    if isinstance(value, str):
        return encode_basestring(value)
    if type(value) is int:  # the encoder takes ten times as long, and truth is written otherwise
        return repr(value)
    if value and isinstance(value, dict):
        brackets = "{}"
        items = [f"{encode_basestring(key)}: {_dumped(v, depth + 1)}" for key, v in value.items()]
    elif value and isinstance(value, list | tuple):
        brackets = "[]"
        items = [_dumped(v, depth + 1) for v in value]
    else:
        return _ENCODER.encode(value)
    start = f"\n{' ' * (depth + 1)}"
    return f"{brackets[0]}{start}{f',{start}'.join(items)}\n{' ' * depth}{brackets[1]}"


def _bracketed(brackets: str, depth: int, items: Iterable[Iterator[str]]) -> Iterator[str]:
    yield brackets[0]
    between = ""
    for item in items:
        yield f"{between}\n{' ' * (depth + 1)}"
        yield from item
        between = ","
    yield f"\n{' ' * depth}{brackets[1]}" if between else brackets[1]
