"""Cutting a body at separators that stand outside links, plugins and marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_LONG = re.compile(r"\{([A-Z][A-Z0-9]*)\(|\{([A-Z][A-Z0-9]*)\}")
_SHORT = re.compile(r"\{[a-z][A-Za-z0-9]{0,49}(?=[ }])[^{}\"]*(?:\"[^\"]*\"[^{}\"]*){0,50}\}")
_LITERAL = "~np~", "~/np~"


def plugin_spans(body: str) -> list[tuple[int, int]]:
    """The outermost plugin calls and ``~np~`` texts of ``body``, in order."""
    short = (match.span() for match in _SHORT.finditer(body))
    return _outermost([*_long_spans(body), *_literal_spans(body), *short])


def named_spans(body: str, names: Collection[str]) -> list[tuple[int, int]]:
    """What SPLIT takes for the calls of some plugins, and ``~np~`` texts, in order.

    Tiki looks for the next end tag of the same name, whatever stands between, and takes an end
    tag that is left over for the beginning of another call.

    Args:
        body: Tiki text.
        names: of the plugins, in upper case.
    """
    literal = _literal_spans(body)
    seen = list(body)
    for start, end in literal:  # tokens by then
        seen[start:end] = " " * (end - start)
    text = "".join(seen)
    marks = re.compile(rf"\{{({'|'.join(names)})(\}}?)", re.IGNORECASE)
    found = [(match[1].upper(), match.span(), match[2]) for match in marks.finditer(text)]
    ends: dict[str, list[int]] = {}
    for name, (_, end), brace in found:
        if brace:
            ends.setdefault(name, []).append(end)
    spans = list(literal)
    resume = 0
    for name, (start, _), _ in found:
        if start < resume:
            continue
        closers = ends.get(name, [])
        at = bisect_left(closers, start + len(f"{{{name}.{{{name}}}"))
        if at < len(closers):
            resume = closers[at]
            spans.append((start, resume))
    return _outermost(spans)


def _long_spans(body: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    pending: Counter[str] = Counter()
    for match in _LONG.finditer(body):
        name = match[1] or match[2]
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
