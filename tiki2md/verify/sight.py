"""What a page shows, word by word, and what it holds that is not seen: links, ids, code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.verify.events import FORMATS, Break, Edge, Event, Word, compared

if TYPE_CHECKING:
    from collections.abc import Iterable

_PIECES = re.compile(r"\n|[^\S\n]+|\S+")
_MADE_IDS = "__tabbed_"
"""How ids begin that a parser of Markdown makes for itself."""
_INNER_TABLE = "a table"
"""Stands in a cell for the table in it."""
_OUR_COMMENTS = frozenset({"toc", "/toc", "The title of the page stands above."})
"""What stands around a table of contents where the target has no mark for one."""
NOTE = re.compile(r"\[\^([^\[\]\s]++)\]")
"""The number of a note, as both sides show it."""
NO_LETTER = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a picture among words."""
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is compared as a whole.

    Attributes:
        value: what has to be the same.
        line: where it is, from 1; 0 for nowhere.
    """

    value: tuple[str, ...]
    line: int = 0


class Table(NamedTuple):
    """The texts of the cells of a table, without empty rows and the empty ends of rows."""

    rows: tuple[tuple[str, ...], ...]
    line: int


class Heading(NamedTuple):
    """A heading.

    Attributes:
        own_id: the id that its author gave it, or empty.
        named: its words and pictures, of which a target makes its id.
    """

    own_id: str
    named: str


class Sight:
    """Takes what is seen, in order, a word at a time.

    Attributes:
        events: words, breaks and the edges of blocks.
        space: what comes next is parted from what was before.
        line: of what comes next.
        links: where they lead.
        images: address and text of each.
        titles: texts under the pointer, of links, images and words.
        codes: the exact text of blocks of code.
        comments: the words of comments.
        ids: places that links can lead to, those of headings not among them.
        alts: the texts of images, by the number of the event before which they stand.
        problems: what the target cannot read, and why.
        own_ids: ids that headings were given, by the number of the event that opens it.
    """

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.space = True
        self.line = 0
        self.links: list[Thing] = []
        self.images: list[Thing] = []
        self.titles: list[Thing] = []
        self.codes: list[Thing] = []
        self.comments: list[Thing] = []
        self.ids: list[Thing] = []
        self.problems: list[Thing] = []
        self.alts: dict[int, list[str]] = {}
        self.own_ids: dict[int, str] = {}
        self._code: list[str] = []

    def text(self, text: str, formats: frozenset[str], *, pre: bool = False) -> None:
        """Words; those that nothing parts are one, in the formats of all its parts."""
        if pre:
            self._code.append(text)
        for match in _PIECES.finditer(text):
            piece = match.group()
            last = self.events[-1] if self.events else None
            if piece == "\n" and pre:
                self.events.append(Break(self.line))
                self.space = True
            elif piece.isspace():
                self.space = True
            elif not self.space and isinstance(last, Word):
                text_so_far = f"{last.text}{piece}"
                self.events[-1] = Word(text_so_far, last.formats | formats, line=last.line)
            else:
                self.events.append(Word(piece, formats, line=self.line))
                self.space = False

    def break_line(self) -> None:
        """A line break."""
        self.events.append(Break(self.line))
        self.space = True
        self._code.append("\n")

    def begin(self, tag: str) -> None:
        """A block begins; ``hr`` is one without an end."""
        self.events.append(Edge(tag, line=self.line))
        self.space = True
        if tag == "pre":
            self._code = []

    def end(self, tag: str) -> None:
        """A block ends."""
        self.events.append(Edge(tag, is_end=True, line=self.line))
        self.space = True
        if tag == "pre":
            self._end_code()

    def compared(self) -> list[Event]:
        """The events without what makes no difference to a reader."""
        return compared(self.events)

    def link(self, url: str) -> None:
        """A link begins."""
        if url.strip():
            self.links.append(Thing((url.strip(),), self.line))

    def image(self, src: str, alt: str) -> None:
        """An image; it parts no words."""
        alt = " ".join(alt.split())
        self.images.append(Thing((src.strip(), alt), self.line))
        self.alts.setdefault(len(self.events), []).append(alt)

    def title(self, text: str) -> None:
        """What is shown under the pointer."""
        if words := " ".join(text.split()):
            self.titles.append(Thing((words,), self.line))

    def comment(self, text: str) -> None:
        """Hidden text.  Marks in it may have been written in another way; words not."""
        words = " ".join(_WORDS.findall(unescape(text)))
        if words and text.strip() not in _OUR_COMMENTS:
            self.comments.append(Thing((words,), self.line))

    def place(self, name: str) -> None:
        """A place to link to."""
        if name and not name.startswith(_MADE_IDS):
            self.ids.append(Thing((name,), self.line))

    def without_title(self, place: str) -> str:
        """Forget the heading of level 1 at the top with the id ``place``; what it says, or nothing.

        Some targets show the title of a page only as a heading.
        """
        begins = (at for at, event in enumerate(self.events) if _is_beginning(event))
        first = next(begins, -1)
        if self.own_ids.get(first) != place or self.events[first] != Edge("h1"):
            return ""
        end = self.events.index(Edge("h1", is_end=True), first)
        title = " ".join(words_of(self.events[first:end]))
        # Its events stay, empty, so that the numbers of all others are what they were.
        self.events[first : end + 1] = [Edge("p")] * (end + 1 - first)
        return title

    def _end_code(self) -> None:
        text = "".join(self._code).strip("\n")
        if text.strip():
            self.codes.append(Thing((text,), self.line))
        self._code = []


class Letters(Sight):
    """Takes what is seen a character at a time, so that each has its own formats."""

    def text(self, text: str, formats: frozenset[str], *, pre: bool = False) -> None:
        """Characters; white space counts as one space, but for lines of ``<pre>``."""
        for char in text:
            if char == "\n" and pre:
                self.break_line()
            elif char.isspace():
                self.space = True
            else:
                spaced = self.space and bool(self.events) and isinstance(self.events[-1], Word)
                self.events.append(Word(char, formats & FORMATS, spaced))
                self.space = False


def _is_beginning(event: Event) -> bool:
    return isinstance(event, Edge) and not event.is_end


def words_of(events: Iterable[Event]) -> list[str]:
    """The words among events."""
    return [event.text for event in events if isinstance(event, Word)]


def headings_of(sight: Sight, pictures: str = "", *, notes: bool = True) -> list[Heading]:
    """The headings, in order, those without a text left out.

    Args:
        sight: of a page.
        pictures: what ids take of them, see ``Dialect``.
        notes: whether ids take their numbers.
    """
    found: list[Heading] = []
    start = -1
    for number, event in enumerate(sight.events):
        if not isinstance(event, Edge) or not re.fullmatch("h[1-6]", event.tag):
            continue
        if not event.is_end:
            start = number
        elif start >= 0:
            if any(words_of(sight.events[start:number])):
                own_id = sight.own_ids.get(start, "")
                named = _named(sight, start, number, pictures)
                found.append(Heading(own_id, named if notes else NOTE.sub("", named)))
            start = -1
    return found


def _named(sight: Sight, start: int, end: int, pictures: str) -> str:
    parts: list[str] = []
    for number in range(start, end + 1):
        alts = sight.alts.get(number, [])
        if pictures:
            parts += alts if pictures == "alt" else [NO_LETTER] * len(alts)
        parts += words_of(sight.events[number : number + 1])
    return " ".join(" ".join(parts).split())


def tables_of(events: Iterable[Event]) -> list[Table]:
    """The tables, in the order of their ends."""
    tables = _Tables()
    for event in events:
        if isinstance(event, Word):
            tables.word(event.text)
        elif event == Edge("table"):
            tables.open.append(_OpenTable(event.line))
        elif tables.open:
            tables.edge(event)
    return tables.found


@dataclass(slots=True)
class _OpenTable:
    """A table while it is read: its line, and the words of each cell of its rows so far."""

    line: int
    rows: list[list[list[str]]] = field(default_factory=list)


@dataclass(slots=True)
class _Tables:
    """Tables while they are read: those that ended, and those that are open, the innermost last."""

    found: list[Table] = field(default_factory=list)
    open: list[_OpenTable] = field(default_factory=list)

    def word(self, word: str) -> None:
        """A word, which the innermost cell takes."""
        if self.open and (rows := self.open[-1].rows) and rows[-1]:
            rows[-1][-1].append(word)

    def edge(self, event: Event) -> None:
        """A row or a cell begins, or the table ends."""
        rows = self.open[-1].rows
        if event == Edge("tr"):
            rows.append([])
        elif event == Edge("td") and rows:
            rows[-1].append([])
        elif event == Edge("table", is_end=True):
            line = self.open.pop().line
            if table := _shape(rows):
                self.found.append(Table(table, line))
            self.word(_INNER_TABLE)


def _shape(rows: list[list[list[str]]]) -> tuple[tuple[str, ...], ...]:
    shape = []
    for row in rows:
        cells = [" ".join(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            shape.append(tuple(cells))
    return tuple(shape)
