"""Tiki's ``wiki.xml``, well-formed or not, to a stream of elements.

Tiki writes this XML by a template and escapes by halves: file names may hold ``&``,
``<`` and ``"``, comments may hold ``]]>``, and there may be two roots (tiki-exports
§5.1).  A parser of XML refuses all that.  The vocabulary is small and flat, so it is
scanned here as what it was meant to be, and well-formed XML gives the same.  Nothing
is ever expanded or fetched: there are no entities but those of HTML, and a reader of
the elements asks for those.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 16 << 20
"""How many characters the text of one element may have; Tiki's columns end there."""

_CONTAINERS = frozenset({"pages", "structure"})
_PAGE_FIELDS = {"name", "description", "creator", "user", "lang", "is_html", "wysiwyg"}
_PAGE_PARTS = {"comments", "images", "image", "attachments", "attachment", "history", "version"}
_PART_FIELDS = {"comment", "title", "date", "data", "wiki", "filesize", "filetype"}
_COUNTS = {"created", "lastModif", "hits"}
_FIELDS = _PAGE_FIELDS | _PART_FIELDS | _COUNTS
_NAMES = _CONTAINERS | {"page"} | _PAGE_PARTS | _FIELDS
_LONGEST_TAG = 4000
_TAG = re.compile(r"<(/?)(\w{1,20})\s*+(/?)>")
_TAG_WITH_ATTRIBUTES = re.compile(r'<(\w{1,20})((?:\s+\w{1,20}="[^"<]{0,4000}+")+)\s*+(/?)>')
# Most elements are so plain that one look takes them whole.
_PLAIN_ELEMENT = re.compile(
    r"<(\w{1,20})>(?:<!\[CDATA\[([^\]<]{0,4000}+)\]\]>|([^<]{0,4000}+))</\1>"
)
_ATTRIBUTE = re.compile(r'\s(\w{1,20})="([^"]*+)"')
# Tiki puts an element or the end of the line behind these tags, so that is where they end.
_BROKEN_TAG = re.compile(r'<(page|image|attachment|version)\b(\s[^\0]{0,4000}?)"\s*+>(?=\s*+<)')
_BROKEN_ATTRIBUTE = re.compile(r'\s(zip|filename|attId|where|version|name|galleryId|id)="')
_SKIPPED = {"<?": "?>", "<!--": "-->", "<!": ">"}
_CDATA = "<![CDATA["
_CDATA_END = "]]>"
_PAGE = "<page zip="


class Start(NamedTuple):
    """The start of an element; attributes are as they were written."""

    name: str
    parent: str
    attributes: dict[str, str]


class End(NamedTuple):
    """The end of an element, with the text that stood right in it.

    ``is_escaped`` tells whether references of XML are still in the text: those
    outside of CDATA are.
    """

    name: str
    parent: str
    text: str
    is_escaped: bool


class _Window:
    """The part of a stream of text that is being looked at.

    What was searched once is not searched again, however often somebody asks.
    """

    def __init__(self, chunks: Iterable[str]) -> None:
        self._chunks = iter(chunks)
        self._known: dict[str, int] = {}
        self._base = 0
        self.text = ""
        self.at = 0

    def grow(self) -> bool:
        """Take in the next text, if there is some: as much as is held, to move each little."""
        parts: list[str] = []
        size = 0
        for chunk in self._chunks:
            parts.append(chunk)
            size += len(chunk)
            if size >= len(self.text) - self.at:
                break
        if not size:
            return False
        self._base += self.at
        self.text, self.at = "".join([self.text[self.at :], *parts]), 0
        return True

    def fill(self, size: int) -> None:
        """Take in so much that ``size`` characters can be seen, if there are so many."""
        while len(self.text) - self.at < size and self.grow():
            pass

    def find(self, needle: str, end: int | None = None) -> int:
        """Where ``needle`` stands from here on, before ``end``; -1 if not within ``LONGEST``."""
        searched = max(self.at, self._known.get(needle, 0) - self._base)
        while True:
            found = self.text.find(needle, searched, len(self.text) if end is None else end)
            if found >= 0:
                self._known[needle] = self._base + found
                return found
            last = len(self.text) if end is None else end
            searched = max(searched, last - len(needle) + 1)
            ended = end is not None or last - self.at > LONGEST
            before = self.at
            if ended or not self.grow():
                self._known[needle] = self._base + searched
                return -1
            searched -= before


class XmlScanner:
    """Elements of a ``wiki.xml``.

    Args:
        chunks: its text.

    Attributes:
        is_cut: after the last element, whether the text ended before they did.
    """

    def __init__(self, chunks: Iterable[str]) -> None:
        self._window = _Window(chunks)
        self._open: list[str] = []
        self._opened: Counter[str] = Counter()
        self._texts: list[str] = []
        self._size = 0
        self._is_escaped = False
        self.is_cut = False

    def elements(self) -> Iterator[Start | End]:
        """Starts and ends; every element that starts also ends, in order."""
        window = self._window
        while True:
            mark = window.text.find("<", window.at)
            if mark < 0:
                self._take(window.text[window.at :], is_escaped=True)
                window.at = len(window.text)
                if not window.grow():
                    break
                continue
            self._take(window.text[window.at : mark], is_escaped=True)
            window.at = mark
            window.fill(_LONGEST_TAG + 100)
            yield from self._markup()
        self.is_cut = bool(self._open)
        self._forget_text()  # half a date or half a name is another one
        yield from self._close_to(0)

    def _markup(self) -> Iterator[Start | End]:
        """What a ``<`` begins: of all shapes the commonest is tried first; if it is none, text."""
        window = self._window
        plain = _PLAIN_ELEMENT.match(window.text, window.at)
        if plain is not None and plain[1] in _FIELDS:
            window.at = plain.end()
            yield from self._plain(plain[1], plain[2], plain[3])
            return
        if window.text.startswith(_CDATA, window.at):
            self._cdata()
            return
        for mark, end_mark in _SKIPPED.items():
            if window.text.startswith(mark, window.at):
                end = window.find(end_mark)
                window.at = end + len(end_mark) if end >= 0 else window.at + len(mark)
                return
        tag = _TAG.match(window.text, window.at)
        if tag is not None and tag[2] in _NAMES:
            window.at = tag.end()
            yield from self._end(tag[2]) if tag[1] else self._start(tag[2], {})
            if tag[3]:
                yield from self._end(tag[2])
            return
        tag = _TAG_WITH_ATTRIBUTES.match(window.text, window.at)
        if tag is not None and tag[1] in _NAMES:
            window.at = tag.end()
            yield from self._start(tag[1], dict(_ATTRIBUTE.findall(tag[2])))
            if tag[3]:
                yield from self._end(tag[1])
            return
        tag = _BROKEN_TAG.match(window.text, window.at)
        if tag is not None:
            window.at = tag.end()
            yield from self._start(tag[1], _broken_attributes(tag[2]))
            return
        self._take("<", is_escaped=True)
        window.at += 1

    def _plain(self, name: str, data: str | None, text: str | None) -> Iterator[Start | End]:
        """What ``_start``, ``_take`` and ``_end`` do, at once."""
        parent = self._open[-1] if self._open else ""
        self._forget_text()
        yield Start(name, parent, {})
        is_escaped = data is None and not (text or " ").isspace()
        yield End(name, parent, (text if data is None else data) or "", is_escaped)

    def _cdata(self) -> None:
        """Text up to the ``]]>`` that stands before the end of its element.

        Comments are raw, so one may hold a ``]]>`` of its own.  One that never ends
        must not swallow the next page.
        """
        window = self._window
        window.at += len(_CDATA)
        mark = f"{_CDATA_END}</{self._open[-1]}>" if self._open else _CDATA_END
        end = window.find(mark)
        if end < 0 or window.find(_PAGE, end) >= 0:
            seen = len(window.text)
            ends = [window.find(_CDATA_END, seen), window.find(_PAGE, seen)]
            end = min((place for place in ends if place >= 0), default=seen)
        self._take(window.text[window.at : end], is_escaped=False)
        window.at = end
        if window.text.startswith(_CDATA_END, end):
            window.at += len(_CDATA_END)

    def _take(self, text: str, *, is_escaped: bool) -> None:
        if not text or self._size > LONGEST:
            return
        self._texts.append(text)
        self._size += len(text)
        self._is_escaped = self._is_escaped or (is_escaped and not text.isspace())

    def _start(self, name: str, attributes: dict[str, str]) -> Iterator[Start | End]:
        if name == "page" or name in _CONTAINERS:
            while self._open and self._open[-1] not in _CONTAINERS:
                yield self._pop()
        parent = self._open[-1] if self._open else ""
        self._open.append(name)
        self._opened[name] += 1
        self._forget_text()
        yield Start(name, parent, attributes)

    def _end(self, name: str) -> Iterator[End]:
        if not self._opened[name]:
            return
        while self._open[-1] != name:
            yield self._pop()
        yield self._pop()

    def _close_to(self, depth: int) -> Iterator[End]:
        while len(self._open) > depth:
            yield self._pop()

    def _pop(self) -> End:
        name = self._open.pop()
        self._opened[name] -= 1
        text, is_escaped = "".join(self._texts), self._is_escaped
        self._forget_text()
        return End(name, self._open[-1] if self._open else "", text, is_escaped)

    def _forget_text(self) -> None:
        self._texts, self._size, self._is_escaped = [], 0, False


def _broken_attributes(text: str) -> dict[str, str]:
    """Attributes whose values hold marks: each goes on to the next name that Tiki writes."""
    names = list(_BROKEN_ATTRIBUTE.finditer(text))
    ends = [match.start() for match in names[1:]] + [len(text)] * bool(names)
    values = [text[match.end() : end] for match, end in zip(names, ends, strict=True)]
    # The quote behind the last value is no part of the text.
    values[:-1] = [value.rstrip().removesuffix('"') for value in values[:-1]]
    return {match[1]: value for match, value in zip(names, values, strict=True)}
