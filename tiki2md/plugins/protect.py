"""Cutting a body at separators that stand outside links, plugins and marks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_LONG = re.compile(r"\{([A-Z][A-Z0-9]*)\(|\{([A-Z][A-Z0-9]*)\}")
_SHORT = re.compile(r"\{[a-z][A-Za-z0-9]{0,49}(?=[ }])[^{}\"]*(?:\"[^\"]*\"[^{}\"]*){0,50}\}")
_LITERAL = "~np~", "~/np~"


def plugin_spans(body: str, names: Collection[str] | None = None) -> list[tuple[int, int]]:
    """The outermost plugin calls and ``~np~`` texts of ``body``, in order.

    Args:
        body: Tiki text.
        names: only these plugins, in their long form; all if ``None``.
    """
    spans = [*_long_spans(body, names), *_literal_spans(body)]
    if names is None:
        spans.extend(match.span() for match in _SHORT.finditer(body))
    return _outermost(spans)


def _long_spans(body: str, names: Collection[str] | None) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    pending: Counter[str] = Counter()
    for match in _LONG.finditer(body):
        name = match[1] or match[2]
        if names is not None and name not in names:
            continue
        if match[1]:
            opened.append((name, match.start()))
            pending[name] += 1
        elif pending[name]:
            # Openers in between have no end of their own.
            while opened:
                inner, start = opened.pop()
                pending[inner] -= 1
                if inner == name:
                    spans.append((start, match.end()))
                    break
    return spans


def _literal_spans(body: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    opener, closer = _LITERAL
    at = body.find(opener)
    while at >= 0:
        end = body.find(closer, at)
        if end < 0:
            break
        spans.append((at, end + len(closer)))
        at = body.find(opener, end)
    return spans


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not result or start >= result[-1][1]:
            result.append((start, end))
        elif end > result[-1][1]:
            result[-1] = (result[-1][0], end)
    return result


def split_outside(
    body: str, separator: re.Pattern[str], spans: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pieces of ``body`` between separators that begin in none of ``spans``, as offsets."""
    pieces: list[tuple[int, int]] = []
    start = 0
    position = 0
    for match in separator.finditer(body):
        while position < len(spans) and spans[position][1] <= match.start():
            position += 1
        if position < len(spans) and spans[position][0] <= match.start():
            continue
        pieces.append((start, match.start()))
        start = match.end()
    pieces.append((start, len(body)))
    return pieces
