"""The block structure of a Markdown page, as far as Tiki's constructs depend on it.

Nothing is alive in code, and a newline inside a paragraph is a line break
(tiki-versions §1.2, §1.3): so what has to be known is where code, paragraphs
and headings are.  Lines are read one by one as CommonMark §4 and §5 have it;
a plugin call that begins outside code is one character of its line, and its
body is a text of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.syntax import markdown_lines as lines
from tiki2md.syntax.code_spans import code_span, code_spans, is_escaped
from tiki2md.syntax.regions import MAX_DEPTH
from tiki2md.syntax.spans import Enclosed, Ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiki2md.syntax.regions import Hole

MAX_ITEMS = 30
"""Deeper lists are read as text of the item around them: every level reads the line again."""


@dataclass(slots=True)
class Outline:
    """What ``outline_of`` found, in offsets of the whole text, in order.

    Attributes:
        code: spans and blocks, their marks included.
        breaks: newlines inside paragraphs.
        headings: heading lines outside lists and quotations.
        separators: lines that split the page.
    """

    code: list[Enclosed] = field(default_factory=list)
    breaks: list[tuple[int, int]] = field(default_factory=list)
    headings: list[lines.HeadingLine] = field(default_factory=list)
    separators: list[tuple[int, int]] = field(default_factory=list)


def outline_of(
    text: str, start: int, holes: Iterable[Hole], separator: str, *, html: bool = False
) -> Outline:
    """The outline of ``text`` from ``start`` on.

    Args:
        text: the whole text.
        start: where its Markdown begins.
        holes: what would be plugin calls and verbatim text if there were no
            code; what begins in code is none.
        separator: the line that splits a page.
        html: tags are alive in it; else they are text of paragraphs (tiki-versions §1.3).
    """
    scan = _Scan(text, holes, separator, html=html)
    pending = [(start, len(text), 0)]
    while pending:
        lower, upper, depth = pending.pop()
        inside = _Body(scan, lower, upper).read()
        if depth < MAX_DEPTH:  # what is deeper is not parsed, so its code need not be known
            pending += [(h.inner_start, h.inner_end, depth + 1) for h in inside if h.parsed]
    found = scan.found
    code = Ranges((span.start, span.end) for span in found.code)
    found.code.sort()
    found.breaks = sorted(span for span in found.breaks if span[0] not in code)
    found.headings.sort(key=lambda heading: heading.start)
    found.separators.sort()
    return found


class _Scan:
    """The text, what may be holes in it, and what was found so far."""

    def __init__(self, text: str, holes: Iterable[Hole], separator: str, *, html: bool) -> None:
        self.text = text
        self.separator = separator
        self.html = html
        self.found = Outline()
        self._holes = sorted(holes, key=lambda hole: (hole.start, -hole.end))
        self._starts = [hole.start for hole in self._holes]

    def next_hole(self, offset: int, before: int) -> Hole | None:
        """The first hole from ``offset`` on that begins before ``before``."""
        index = bisect_left(self._starts, offset)
        if index < len(self._holes) and self._starts[index] < before:
            return self._holes[index]
        return None


@dataclass(slots=True)
class _Body:
    """A page or the body of a plugin, read line by line."""

    scan: _Scan
    start: int
    end: int
    holes: list[Hole] = field(default_factory=list)
    """Those that begin outside code."""
    skipped: list[tuple[int, int]] = field(default_factory=list)
    """Parts of lines in which nothing is looked for: holes, and code spans around their marks."""
    quotes: int = 0
    items: list[int] = field(default_factory=list)
    """Columns at which the text of the open list items stands."""
    around: list[int] = field(default_factory=list)
    """The same of those around the open quotation."""
    paragraph: int = -1
    """Where the open paragraph begins."""
    depth: int = 0
    """How many list items it stands in."""
    unbroken: bool = False
    """The lines are rows of a table, or HTML: no newline in them is a break."""
    in_html: bool = False
    """A lone ``<br>`` began a block of HTML, which only an empty line ends (CommonMark §4.6)."""
    lazy: bool = False
    """The line goes on with a paragraph of a container whose marks it lacks."""
    last_newline: int = -1
    hard: bool = False
    """The line before ends in a break already."""
    above: str = ""
    """The last line of text."""
    broken: bool = False
    """The newline before the last line is a break."""

    def read(self) -> list[Hole]:
        """Read all lines; return the holes that are outside code."""
        first = len(self.scan.found.code)
        at = self.start
        while at < self.end:
            at = self._line(at)
        self._end_paragraph(self.end)
        code = Ranges((span.start, span.end) for span in self.scan.found.code[first:])
        return [hole for hole in self.holes if hole.start not in code]

    def _newline(self, at: int) -> int:
        found = self.scan.text.find("\n", at, self.end)
        return found if found >= 0 else self.end

    def _before_carriage(self, newline: int) -> int:
        """Where a line end begins: at its newline, or the carriage return before that."""
        return newline - (self.scan.text[newline - 1 : newline] == "\r")

    def _line(self, at: int) -> int:
        """Read the line at ``at``; return where the next one begins."""
        text = self.scan.text
        newline = self._newline(at)
        raw = text[at:newline].removesuffix("\r")
        if self.in_html and not self.quotes and raw.strip():
            return self._line_end(at, newline)[0] + 1
        inside = len(raw) - len(raw.lstrip(" \t"))
        around = self.around if self.quotes else self.items
        margins = around[: bisect_right(around, inside)]
        quoted = lines.QUOTE.match(raw, margins[-1] if margins else 0)
        assert quoted is not None  # it matches nothing, too
        marks = quoted[0].count(">")
        behind = quoted.end() if marks else 0
        body = raw[behind:].strip(" \t")
        # Such a line goes on with the paragraph of a quotation (CommonMark §5.1).
        lazy = body and self.paragraph >= 0 and marks < self.quotes
        self.lazy = bool(lazy) and not self._begins_block(body, -1)
        # Less indented than the item that a quotation stands in, its marks begin another.
        outside = bool(marks and self.around) and inside < self.around[-1]
        if (marks != self.quotes or outside) and not self.lazy:
            self._end_paragraph(at)
            self._quote(marks, inside=inside)
        return self._content(at, at + behind, newline, raw[behind:])

    def _quote(self, marks: int, *, inside: int) -> None:
        """Go on in another quotation, or in none.

        Args:
            marks: how many stand before the line.
            inside: the column at which they begin.
        """
        outer = self.around if self.quotes else self.items
        if marks:
            self.around, self.items = outer[: bisect_right(outer, inside)], []
        else:
            self.items = outer
        self.quotes = marks

    def _content(self, line_start: int, at: int, newline: int, raw: str) -> int:
        """Read a line behind its quotation marks."""
        body = raw.lstrip(" \t")
        indent = lines.width_of(raw[: len(raw) - len(body)])
        if not body:
            self._end_paragraph(line_start)
            return newline + 1
        at += len(raw) - len(body)
        self.in_html = self.in_html or (self.paragraph < 0 and lines.is_lone_break(body))
        if self.in_html:
            return self._line_end(at, newline)[0] + 1
        depth = bisect_right(self.items, indent)
        lazy = self.paragraph >= 0 and not self._begins_block(body, depth)
        self.lazy |= lazy and depth < len(self.items)
        while not lazy and self.items and indent < self.items[-1]:
            self.items.pop()
        return self._in_items(line_start, at, newline, body, indent)

    def _in_items(self, line_start: int, at: int, newline: int, body: str, indent: int) -> int:
        """Read a line in the open list items, and in those that it begins.

        Args:
            line_start: where the line begins, or what is behind the last mark of an item.
            at: where its text begins.
            newline: where it ends.
            body: its text, without the indentation.
            indent: the column of the text.
        """
        while True:
            inner = indent - (self.items[-1] if self.items else 0)
            if inner >= 4 and self.paragraph < 0:
                end = self._before_carriage(newline)
                self.scan.found.code.append(Enclosed(at, at, end, end))
                return newline + 1
            width = note = 0
            if inner < 4 and len(self.items) < MAX_ITEMS:
                note = lines.note_of(body)
                width = note or lines.item_of(body, in_paragraph=self._continues(len(self.items)))
            if not width:
                return self._block(line_start, at, newline, body)
            self._end_paragraph(line_start)
            # The mark may be wider than what stands there: an item without text.
            rest = body[width:] if width <= len(body) else ""
            body = rest.lstrip(" \t")
            line_start = at = self._before_carriage(newline) - len(body)
            # The text of a footnote goes on where it is indented by four.
            self.items.append(indent + (4 if note else width))
            spaces = lines.width_of(rest[: len(rest) - len(body)])
            indent = self.items[-1] + (0 if note else spaces)
            if not body:
                return newline + 1
            quoted = lines.QUOTE.match(body)
            if quoted and quoted[0] and not self.quotes:
                self._quote(quoted[0].count(">"), inside=indent)
                rest = body[quoted.end() :]
                return self._content(line_start, at + quoted.end(), newline, rest)

    def _underlines(self, body: str) -> bool:
        # A line outside of the item in which the paragraph stands is a rule.
        goes_on = self._continues(len(self.items)) and not self.lazy
        return goes_on and lines.is_underline(body)

    def _has_holes(self, start: int) -> bool:
        return bool(self.skipped) and self.skipped[-1][1] > start

    def _underlined(self, end: int, body: str) -> lines.HeadingLine:
        """The heading that the open paragraph and the line below it are (CommonMark §4.3)."""
        inner_end = self._before_carriage(self.last_newline)
        level = 1 if body.startswith("=") else 2
        start = self.paragraph
        return lines.HeadingLine(start, start, inner_end, end, level, numbered=False, sign="")

    def _continues(self, depth: int) -> bool:
        """Whether a line in that many list items may go on with the open paragraph."""
        return self.paragraph >= 0 and self.depth == depth

    def _begins_block(self, body: str, depth: int) -> bool:
        """Whether a line in that many list items is no mere text of the open paragraph."""
        return bool(
            lines.item_of(body, in_paragraph=self._continues(depth))
            or lines.note_of(body)
            or lines.fence_of(body)
            or lines.is_heading(body)
            or lines.is_rule(body)
        )

    def _block(self, line_start: int, at: int, newline: int, body: str) -> int:
        """Read what a line holds behind all marks of containers."""
        fence = lines.fence_of(body)
        if fence:
            self._end_paragraph(line_start)
            return self._fence(at, newline, fence)
        newline, end = self._line_end(at, newline)
        top = not self.quotes and not self.items
        if body.strip() == self.scan.separator.strip():
            self._end_paragraph(line_start)
            self.scan.found.separators.append((at, end))
        elif lines.is_heading(body):
            self._end_paragraph(line_start)
            heading = lines.heading_of(self.scan.text, line_start, at, end)
            if top and heading is not None:
                self.scan.found.headings.append(heading)
            self._code_spans(at, end)
        elif self._underlines(body):
            if top and not self._has_holes(self.paragraph):
                self.scan.found.headings.append(self._underlined(end, body))
            self._end_paragraph(line_start)
        elif lines.is_rule(body):
            self._end_paragraph(line_start)
        else:
            self._text(line_start, at, newline, body)
        self.last_newline = newline
        return newline + 1

    def _line_end(self, at: int, newline: int) -> tuple[int, int]:
        """Where a line with its holes ends: its newline, and the end of its text."""
        while (hole := self.scan.next_hole(at, newline)) is not None:
            shown = self._shown_mark(hole, at, newline)
            if shown is not None:
                self.scan.found.code.append(shown)
                self.skipped.append((shown.start, shown.end))
                at = shown.end
                continue
            self.holes.append(hole)
            at = min(hole.end, self.end)
            self.skipped.append((hole.start, at))
            if at > newline:
                newline = self._newline(at)
        return newline, max(at, self._before_carriage(newline))

    def _shown_mark(self, hole: Hole, at: int, newline: int) -> Enclosed | None:
        """The code span on one line that shows the mark of a hole: ``{CODE()}`` in backticks."""
        text = self.scan.text
        first = hole.start
        while first > at and text[first - 1] == "`":
            first -= 1
        length = hole.start - first
        if not length or is_escaped(text, first):
            return None
        return code_span(text, first, length, newline)

    def _text(self, line_start: int, at: int, newline: int, body: str) -> None:
        """A line of a paragraph or a table."""
        text = self.scan.text
        broken, self.broken = self.broken, False
        holes = self.skipped[bisect_left(self.skipped, (at, 0)) :]
        above, self.above = self.above, lines.without(holes, text, at, newline)
        is_rule = lines.is_table_rule(body) and lines.heads(above, body)
        if self.paragraph >= 0 and not self.lazy and is_rule:
            if broken:  # the line before heads the table
                self.scan.found.breaks.pop()
            self._end_paragraph(line_start)
            self.unbroken = True
        elif self.scan.html and lines.is_html(body, in_paragraph=self.paragraph >= 0):
            self._end_paragraph(line_start)
            self.unbroken = True
            self._code_spans(at, newline)
        elif self.unbroken:
            self._code_spans(at, newline)
        else:
            if self.paragraph >= 0 and lines.stands_alone(body):
                self._end_paragraph(line_start)
            if self.paragraph >= 0 and not self.hard:
                start = self._before_carriage(self.last_newline)
                self.scan.found.breaks.append((start, self.last_newline + 1))
                self.broken = True
            if self.paragraph < 0:
                self.paragraph, self.depth = at, len(self.items)
                if lines.shows_nothing(body):
                    self._end_paragraph(newline)
        self.hard = lines.ends_hard(text[max(at, newline - 12) : newline].removesuffix("\r"))
        # With anything behind it, even a backslash, an empty item would be one.
        self.hard = self.hard or lines.is_bare_item(body)

    def _fence(self, at: int, newline: int, fence: str) -> int:
        """Read a fenced block; return where the line behind it begins."""
        text = self.scan.text
        column = self.items[-1] if self.items else 0
        end, inner_start, inner_end = newline, min(newline + 1, self.end), newline
        while end < self.end:
            start = end + 1
            after = self._newline(start)
            line = text[start:after].removesuffix("\r")
            quoted = lines.QUOTE.match(line)
            assert quoted is not None  # it matches nothing, too
            if self.quotes and quoted[0].count(">") < self.quotes:
                break
            rest = line[quoted.end() :] if self.quotes else line
            body = rest.lstrip(" \t")
            indent = lines.width_of(rest[: len(rest) - len(body)])
            if body and indent < column:
                break
            inner_end, end = start, after
            if indent - column < 4 and lines.closes(body, fence):
                break
            inner_end = after
        cut = self._before_carriage(end)
        block = Enclosed(at, min(inner_start, cut), min(inner_end, cut), cut)
        self.scan.found.code.append(block)
        return end + 1

    def _end_paragraph(self, at: int) -> None:
        if self.paragraph >= 0:
            self._code_spans(self.paragraph, at)
        self.paragraph = -1
        self.unbroken = False
        self.in_html = False
        self.hard = False
        self.broken = False

    def _code_spans(self, start: int, end: int) -> None:
        self.scan.found.code += code_spans(self.scan.text, start, end, self.skipped)
