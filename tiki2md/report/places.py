"""Where in a file a place of its source went, told by the words that both have."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from tiki2md.diagnostics import LineMap
from tiki2md.subsequence import longest_nondecreasing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.diagnostics import Diagnostic

_WORD = re.compile(r"\w{2,}")
_BREAK = "\n---\n"


class Places:
    """The way from a source to the file that it became.

    Words, and pairs of words that follow each other, which stand once in the source and
    once in the file are the same place, as far as they come in the same order in both.
    What lies between is measured from the nearest one.  It takes time and memory as the
    texts have words.

    Args:
        source: of a page.
        text: the file, perhaps with front matter, which no source has.
    """

    def __init__(self, source: str, text: str) -> None:
        begin = text.find(_BREAK) + len(_BREAK) if text.startswith("---\n") else 0
        here, there = _once(source, 0), _once(text, begin)
        pairs = sorted((at, there[key]) for key, at in here.items() if key in there)
        # A word and the pair that it begins are at one place: equal ones may follow.
        kept = longest_nondecreasing([target for _, target in pairs])
        self._offsets = [pairs[number][0] for number in kept]
        self._targets = [pairs[number][1] for number in kept]
        self._lines = LineMap(text)

    def line(self, span: tuple[int, int]) -> int:
        """The line of the file that a part of the source became; 0 if nothing tells.

        Args:
            span: offsets in the source.
        """
        if not self._offsets:
            return 0
        after = bisect_left(self._offsets, span[0])
        near = [number for number in (after - 1, after) if 0 <= number < len(self._offsets)]
        # A word of the part itself tells more than a nearer one before it.
        inside = [number for number in near if span[0] <= self._offsets[number] < span[1]]
        best = min(inside or near, key=lambda number: abs(self._offsets[number] - span[0]))
        return self._lines.position(self._targets[best])[0]


def lines_of(
    diagnostics: Sequence[Diagnostic], source: str, text: str
) -> dict[tuple[int, int], int]:
    """The lines of a file that the spans of a page's findings became.

    Args:
        diagnostics: of the page.
        source: of the page.
        text: of the file.
    """
    if not any(found.line for found in diagnostics):
        return {}
    places = Places(source, text)
    return {found.span: places.line(found.span) for found in diagnostics if found.line}


def _once(text: str, begin: int) -> dict[Sequence[str], int]:
    """The offsets of the words and pairs that stand in a text once."""
    words: list[str] = []
    starts: list[int] = []
    for match in _WORD.finditer(text, begin):
        words.append(match[0].lower())
        starts.append(match.start())
    found: dict[Sequence[str], int] = {}
    for keys in (words, list(itertools.pairwise(words))):
        counts = Counter(keys)
        found |= {key: at for key, at in zip(keys, starts, strict=False) if counts[key] == 1}
    return found
