"""What went wrong or was lost, and where: one closed list of codes.

The library neither prints nor raises on markup; it reports here, and the caller
decides what to do with it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tiki2md.codes import Code, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, MutableSequence

__all__ = [
    "Code",
    "Diagnostic",
    "LineMap",
    "PlacedReporter",
    "Reporter",
    "Severity",
    "by_weight",
    "place_in_words",
    "without_places",
]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    ``span`` is in offsets of the page's source; ``line`` and ``column`` count
    from 1 and are 0 where no place applies.  ``values`` are the names and words that
    the message was filled with.
    """

    code: Code
    message: str
    page: str = ""
    span: tuple[int, int] = (0, 0)
    line: int = 0
    column: int = 0
    values: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """In few words: many are put on disk and sent between processes."""
        place = self.span, self.line, self.column
        return _diagnostic, (self.code.name, self.message, self.page, *place, self.values)

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.code.severity

    def to_text(self) -> str:
        """``page:line:column: severity code: message``."""
        place = place_in_words(self.page, self.line, self.column)
        return f"{place}{self.severity.label} {self.code.identifier}: {self.message}"


def without_places(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Findings in a text that the page's source knows nothing of, so that they have no place."""
    return (replace(each, span=(0, 0), line=0, column=0) for each in found)


def place_in_words(page: str, line: int, column: int) -> str:
    """``page:line:column: ``, as far as there are any; nothing for a whole run."""
    place = f"{page}:{line}:{column}" if line else page
    return f"{place}: " if place else ""


def _diagnostic(code: str, *values: Any) -> Diagnostic:
    return Diagnostic(Code[code], *values)


class LineMap:
    """Lines and columns of a source, computed only when somebody asks.

    Args:
        source: whose lines they are.
        lines_above: how many lines its file has above it, which count as lines too.
    """

    def __init__(self, source: str, lines_above: int = 0) -> None:
        self._lines_above = lines_above
        self._starts = [0]
        at = source.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = source.find("\n", at + 1)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of ``offset``, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return self._lines_above + line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and a column, both counted from 1.

        Raises:
            ValueError: there is no such line.
        """
        last = self._lines_above + len(self._starts)
        if not self._lines_above < line <= last:
            above = f"the first below the front matter is {self._lines_above + 1}, "
            raise ValueError(
                f"there is no line {line}; {above if self._lines_above else ''}the last is {last}"
            )
        return self._starts[line - self._lines_above - 1] + max(column, 1) - 1


@dataclass(slots=True)
class Reporter:
    """Collects the diagnostics of one page (or, with no source, of a run).

    Where ``page`` is a file, it may have ``lines_above`` its source, which count.
    """

    page: str = ""
    source: str = ""
    diagnostics: MutableSequence[Diagnostic] = field(default_factory=list)
    lines_above: int = 0
    _lines: LineMap | None = None

    def about(self, page: str) -> Reporter:
        """A reporter into the same list of what is found of a page, and has no place on it."""
        return Reporter(page, diagnostics=self.diagnostics)

    def report(self, code: Code, span: tuple[int, int] | None = None, **values: object) -> None:
        """Record ``code`` at ``span``; ``values`` fill the message template.

        What no author typed has an empty span, and no place.
        """
        line = column = 0
        if span is not None and span[1] and self.source:
            if self._lines is None:
                self._lines = LineMap(self.source, self.lines_above)
            line, column = self._lines.position(min(span[0], len(self.source)))
        self.diagnostics.append(
            Diagnostic(
                code,
                code.template.format(**values),
                page=self.page,
                span=span or (0, 0),
                line=line,
                column=column,
                values=tuple((name, str(value)) for name, value in values.items()),
            )
        )


class PlacedReporter(Reporter):
    """Reports everything at one place of an outer reporter's source."""

    def __init__(self, outer: Reporter, span: tuple[int, int]) -> None:
        super().__init__(outer.page, outer.source, outer.diagnostics)
        self._outer = outer
        self._span = span

    def report(self, code: Code, span: tuple[int, int] | None = None, **values: object) -> None:
        """Record ``code`` at the place, whatever ``span`` says."""
        del span
        self._outer.report(code, self._span, **values)


def by_weight(counts: Mapping[Code, int]) -> dict[Code, int]:
    """How often each code was met: the most severe first, then the most frequent."""
    order = sorted(
        counts.items(), key=lambda item: (-item[0].severity, -item[1], item[0].identifier)
    )
    return dict(order)
