"""The few lines of a source and of its Markdown that show what a finding is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tiki2md.secrets import without_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tiki2md.diagnostics import Diagnostic

MAX_EXCERPTS = 12
"""The places of one page that are shown, the worst first."""
_BEFORE, _LINES, _WIDTH = 1, 6, 240


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a text.

    Attributes:
        first: the number of the first of them, from 1.
        texts: the lines, long ones cut.
        marked: the number of the line that is meant.
    """

    first: int
    texts: tuple[str, ...]
    marked: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place in a source, and what became of it where that is known."""

    source: Lines
    markdown: Lines | None


def excerpts_of(
    source: str,
    text: str,
    diagnostics: Iterable[Diagnostic],
    lines: Mapping[tuple[int, int], int],
) -> dict[tuple[int, int], Excerpt]:
    """Excerpts for the worst of some findings, by their spans.

    Args:
        source: of the page.
        text: its file.
        diagnostics: of the page.
        lines: the lines of the file that spans became.
    """
    placed = [diagnostic for diagnostic in diagnostics if diagnostic.line]
    worst = sorted(placed, key=lambda diagnostic: (-diagnostic.severity, diagnostic.span))
    source_lines, text_lines = source.split("\n"), text.split("\n")
    # A report is shown to others; places near one another show the same lines.
    told = cache(without_secrets)
    found: dict[tuple[int, int], Excerpt] = {}
    for diagnostic in worst:
        if len(found) == MAX_EXCERPTS:
            break
        at = lines.get(diagnostic.span, 0)
        # What must begin a line has the end of the line before it in its span.
        line = diagnostic.line + source.startswith("\n", diagnostic.span[0])
        column = diagnostic.column if line == diagnostic.line else 1
        found[diagnostic.span] = Excerpt(
            _around(source_lines, line, told, column),
            _around(text_lines, at, told) if at else None,
        )
    return found


def _around(lines: list[str], number: int, told: Callable[[str], str], column: int = 1) -> Lines:
    first = max(1, number - _BEFORE)
    texts = lines[first - 1 : first - 1 + _LINES]
    while texts and not texts[-1].strip() and first + len(texts) - 1 > number:
        texts.pop()
    shown = enumerate(map(told, texts), first)
    cut = (_cut(line, column if at == number else 1) for at, line in shown)
    return Lines(first, tuple(cut), number)


def _cut(line: str, column: int) -> str:
    """A line of which a part is shown, if it is long: the part around a column."""
    begin = max(0, min(column - _WIDTH // 3, len(line) - _WIDTH))
    shown = line[begin : begin + _WIDTH]
    if begin:
        shown = f"…{shown[1:]}"
    return f"{shown[:-1]}…" if begin + _WIDTH < len(line) else shown
