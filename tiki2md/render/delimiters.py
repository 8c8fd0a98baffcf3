"""Which runs of ``*``, ``_`` and ``~`` a reader takes for emphasis.

The reader's own algorithm (CommonMark §6.2 and its appendix) is run over the
finished line: what of the author's text takes part in a pair must be escaped,
and what of our marks does not pair as meant must be written as HTML.  Nothing
else needs either.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from string import punctuation
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.render.unsafe import Block

MARKUP, LITERAL, MARK, ESCAPED = range(4)
"""What a character of a block is: finished markup, the author's, a mark of ours,
or the author's and already known to get a backslash."""

_RUN = re.compile(r"\*+|_+|~+")


@dataclass(slots=True)
class Run:
    """A delimiter run: where it is and what it can do."""

    start: int
    length: int
    ours: bool
    scope: int
    can_open: bool
    can_close: bool
    left: int = 0
    """Characters not paired yet."""


_SPACE, _PUNCTUATION, _SYMBOL, _OTHER = range(4)
"""Classes of characters (CommonMark §2.1): to newer readers other symbols are punctuation, too."""


@lru_cache(maxsize=4096)
def _class_of(char: str) -> int:
    if char in " \t\n\f\r":
        return _SPACE
    category = unicodedata.category(char)
    if category == "Zs":
        return _SPACE
    if category[0] == "P" or (category[0] == "S" and char.isascii()):
        return _PUNCTUATION
    return _SYMBOL if category[0] == "S" else _OTHER


def _flanking(before: str, after: str, mark: str, *, symbols: bool) -> tuple[bool, bool]:
    """Whether a run between two characters can open and close (CommonMark §6.2).

    Args:
        before: the character in front of the run, a space at the block's edge.
        after: the character behind it.
        mark: the character of the run.
        symbols: whether symbols outside ASCII are punctuation (since CommonMark 0.31).
    """
    left_class, right_class = _class_of(before), _class_of(after)
    punctuation = (_PUNCTUATION, _SYMBOL) if symbols else (_PUNCTUATION,)
    before_space, after_space = left_class == _SPACE, right_class == _SPACE
    before_punct, after_punct = left_class in punctuation, right_class in punctuation
    left = not after_space and (not after_punct or before_space or before_punct)
    right = not before_space and (not before_punct or after_space or after_punct)
    if mark == "_":
        return left and (not right or before_punct), right and (not left or after_punct)
    return left, right


class Reading(NamedTuple):
    """How a reader finds delimiter runs.

    Attributes:
        symbols: as in ``_flanking``.
        edges: whether the end of a link text counts as white space (markdown-it)
            or as the bracket that it is (CommonMark).
        tildes: whether a run stands beside what is beyond them (cmark-gfm, which GitHub has).
    """

    symbols: bool
    edges: bool
    tildes: bool


def runs_of(text: str, kinds: bytearray, scopes: Sequence[int], reading: Reading) -> list[Run]:
    """The delimiter runs of a block that are not escaped.

    Args:
        text: the block.
        kinds: for each character one of the constants of this module.
        scopes: for each character the innermost link text it stands in, 0 for none.
        reading: how they are found.
    """
    runs = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        at = start
        while at < end:
            kind, begin = kinds[at], at
            while at < end and kinds[at] == kind:
                at += 1
            if kind not in (LITERAL, MARK):
                continue
            before = text[begin - 1] if begin else " "
            after = text[at] if at < len(text) else " "
            if reading.tildes and match[0][0] != "~":
                before, after = _beyond_tildes(text, begin, at)
            # The number of a link text grows with its place; that of what is in none is 0.
            if reading.edges and at < len(text) and scopes[at] < scopes[begin]:
                after = " "
            opens, closes = _flanking(before, after, match.group()[0], symbols=reading.symbols)
            runs.append(Run(begin, at - begin, kind == MARK, scopes[begin], opens, closes))
    return runs


def _beyond_tildes(text: str, begin: int, end: int) -> tuple[str, str]:
    """The characters before and behind a run, tildes passed over."""
    last = begin
    while last and text[last - 1] == "~":
        last -= 1
    first = end
    while text[first : first + 1] == "~":
        first += 1
    return text[last - 1] if last else " ", text[first : first + 1] or " "


_GAPS = frozenset(f" \t\n{punctuation}")


def plainly_work(block: Block, opening: Mapping[int, int], closing: Mapping[int, int]) -> bool:
    """Whether it takes no more than a look to see that our marks work, and no others do.

    A mark between a gap and a word can only open, one between a word and a gap only close;
    where all are such, a reader pairs them as they nest.  A mark of the author's between two
    spaces is none, nor is an underscore within a word.  So it is with nearly all that people
    write; any other block goes through ``pair``.

    Args:
        block: with marks.
        opening: the lengths of our marks that open something, by their places.
        closing: the lengths of those that close something.
    """
    text, kinds = block.text, block.kinds
    for match in _RUN.finditer(text):
        start, end = match.span()
        kind = kinds[start]
        before = text[start - 1] if start else " "
        after = text[end : end + 1] or " "
        if kinds.count(kind, start, end) != end - start:
            return False
        if kind == MARK:
            opens = opening.get(start) == end - start and before in _GAPS and after.isalnum()
            closes = closing.get(start) == end - start and before.isalnum() and after in _GAPS
            if not (opens or closes):
                return False
        elif kind == LITERAL:
            in_word = text[start] == "_" and before.isalnum() and after.isalnum()
            if not (in_word or before == after == " "):
                return False
    return True


class Pair(NamedTuple):
    """Two runs that make an emphasis, and how many characters each gives to it."""

    opener: Run
    closer: Run
    width: int


def pair(runs: list[Run], mark: str) -> list[Pair]:
    """Pair the runs of one character in one scope as a reader does, in linear time."""
    pairs: list[Pair] = []
    stack: list[Run] = []
    bottoms: dict[tuple[bool, int], int] = defaultdict(int)
    for run in runs:
        run.left = run.length
        if run.can_close:
            _close(run, stack, bottoms, pairs, mark)
        if run.can_open and run.left:
            stack.append(run)
    return pairs


def _close(
    closer: Run,
    stack: list[Run],
    bottoms: dict[tuple[bool, int], int],
    pairs: list[Pair],
    mark: str,
) -> None:
    """Pair ``closer`` with the runs on ``stack``, from the top.

    ``bottoms`` remembers for each kind of closer before which place there is no
    opener for it, so that no stretch is searched twice.
    """
    key = (closer.can_open, closer.length % 3)
    while closer.left:
        at = len(stack) - 1
        while at >= 0 and stack[at].start >= bottoms[key] and not _fits(stack[at], closer, mark):
            at -= 1
        if at < 0 or stack[at].start < bottoms[key]:
            bottoms[key] = closer.start
            return
        opener = stack[at]
        del stack[at + 1 :]
        if mark == "~":
            width = min(opener.left, closer.left)
            opener.left = closer.left = 0
        else:
            width = 2 if opener.left >= 2 and closer.left >= 2 else 1
            opener.left -= width
            closer.left -= width
        pairs.append(Pair(opener, closer, width))
        if not opener.left:
            stack.pop()


def _fits(opener: Run, closer: Run, mark: str) -> bool:
    """The rule of three: rules 9 and 10 of CommonMark §6.2."""
    if mark == "~" or not (opener.can_close or closer.can_open):
        return True
    return (opener.length + closer.length) % 3 != 0 or (
        opener.length % 3 == 0 and closer.length % 3 == 0
    )


def grouped(runs: list[Run], text: str) -> dict[tuple[int, str], list[Run]]:
    """The runs by scope and character: each group pairs on its own."""
    groups: dict[tuple[int, str], list[Run]] = {}
    for run in runs:
        groups.setdefault((run.scope, text[run.start]), []).append(run)
    return groups
