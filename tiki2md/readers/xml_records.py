"""Elements of Tiki's ``wiki.xml`` to what they say of each page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from tiki2md.readers.text import unescape_once
from tiki2md.readers.xml_scanner import Start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiki2md.readers.xml_scanner import End

Record: TypeAlias = dict[str, str]
"""Attributes, as they were written, and the texts of the elements in an element, decoded."""

_THREADS = frozenset({"comments", "comment"})
_LISTS = frozenset({"comments", "images", "attachments", "history"})
_ESCAPED_TWICE = frozenset({"name", "description", "comment", "creator", "user", "wiki"})


@dataclass(slots=True, kw_only=True)
class CommentRecord:
    """A comment and the index of the one that it answers, -1 for none."""

    parent: int
    fields: Record = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class PageRecord:
    """What ``wiki.xml`` says of one page (tiki-exports §5.1).

    Attributes:
        member: the name of the member with its text, as it was written.
        place: the number of its place in a structure, 0 for none.
        parent: the number of the place above it, 0 for none.
        fields: its own data.
        comments: parents before their answers.
        items: its images, attachments and versions, by the name of their element.
    """

    member: str = ""
    place: int = 0
    parent: int = 0
    fields: Record = field(default_factory=dict)
    comments: list[CommentRecord] = field(default_factory=list)
    items: dict[str, list[Record]] = field(
        default_factory=lambda: {"image": [], "attachment": [], "version": []}
    )


@dataclass(slots=True)
class _Level:
    """An open ``structure``: the place of its page, 0 before that, and the one above."""

    above: int
    place: int = 0


class RecordReader:
    """Puts elements together to pages, one after the other."""

    def __init__(self) -> None:
        self._page: PageRecord | None = None
        self._item: Record | None = None
        self._threads: list[int] = []
        self._levels: list[_Level] = []
        self._places = 0

    def records(self, elements: Iterable[Start | End]) -> Iterator[PageRecord]:
        """The pages, in their order."""
        for element in elements:
            if isinstance(element, Start):
                self._start(element)
            elif element.name == "page":
                if self._page is not None:
                    yield self._page
                self._page = None
            else:
                self._end(element)

    def _start(self, start: Start) -> None:
        if start.name == "structure":
            above = self._levels[-1] if self._levels else _Level(0)
            self._levels.append(_Level(above.place or above.above))
        elif start.name == "page":
            self._page = PageRecord(member=start.attributes.get("zip", ""))
            self._item, self._threads = None, []
            if self._levels:
                self._place(self._page, self._levels[-1])
        elif self._page is None:
            return
        elif start.name in self._page.items:
            self._item = dict(start.attributes)
            self._page.items[start.name].append(self._item)
        elif start.name == "comment" and start.parent in _THREADS:
            parent = self._threads[-1] if self._threads else -1
            self._threads.append(len(self._page.comments))
            self._page.comments.append(CommentRecord(parent=parent))

    def _place(self, page: PageRecord, level: _Level) -> None:
        self._places += 1
        page.place, page.parent = self._places, level.above
        level.place = level.place or page.place

    def _end(self, end: End) -> None:
        if end.name == "structure":
            self._levels.pop()
        elif self._page is None or end.name in _LISTS:
            return
        elif end.name in self._page.items:
            self._item = None
        elif end.name == "comment" and end.parent in _THREADS:
            self._threads.pop()
        elif self._item is not None:
            self._item.setdefault(end.name, _value(end))
        elif self._threads:
            # Comments are the only texts that Tiki does not escape.
            text = unescape_once(end.text) if end.is_escaped else end.text
            self._page.comments[self._threads[-1]].fields.setdefault(end.name, text.strip())
        else:
            self._page.fields.setdefault(end.name, _value(end))


def _value(end: End) -> str:
    """A text as its author typed it: Tiki escapes it for HTML and puts that in CDATA."""
    text = unescape_once(end.text) if end.is_escaped else end.text
    return (unescape_once(text) if end.name in _ESCAPED_TWICE else text).strip()
