"""What a reader sees, as events: words or characters with their formats, breaks, and blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

FORMATS = frozenset({"strong", "em", "del", "u", "code", "a", "sub", "sup"})
"""The inline elements that count."""
BLOCKS = frozenset(
    ("p", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "td", "dl", "dt", "dd")
) | {f"h{level}" for level in range(1, 7)}
"""The block elements that count."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a character where each counts by itself.

    Attributes:
        text: of it.
        formats: the inline elements that it stands in.
        spaced: whether a space is before it.
        line: of the file, from 1; 0 if nobody knows it.  The same word is equal on any line.
    """

    text: str
    formats: frozenset[str]
    spaced: bool = True
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a block begins, or ends; of the attributes as for ``Word`` the line counts nothing."""

    tag: str
    is_end: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Break:
    """A line break."""

    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class NewParagraph:
    """What parts two paragraphs, of which no edges are compared."""

    line: int = field(default=0, compare=False)


Event = Word | Edge | Break | NewParagraph

_HOLLOW = BLOCKS - {"ul", "ol", "li"}


def compared(events: list[Event]) -> list[Event]:
    """Events without what makes no difference to a reader."""
    return _without_paragraphs(_tidy(events))


def _tidy(events: list[Event]) -> list[Event]:
    """Events without breaks at the edge of a block, and without blocks that hold nothing."""
    out: list[Event] = []
    for event in events:
        if isinstance(event, Break) and (not out or isinstance(out[-1], Edge)):
            continue
        if isinstance(event, Edge):
            while out and isinstance(out[-1], Break):
                out.pop()
            if event.is_end and event.tag in _HOLLOW and out and out[-1] == Edge(event.tag):
                out.pop()
                continue
        out.append(event)
    while out and isinstance(out[-1], Break):
        out.pop()
    return out


def _without_paragraphs(events: list[Event]) -> list[Event]:
    """Paragraphs as what stands between them: a tight item has none."""
    out: list[Event] = []
    for event in events:
        if isinstance(event, Edge) and event.tag == "p":
            if out and isinstance(out[-1], Word | Break):
                out.append(NewParagraph())
            continue
        if out and isinstance(out[-1], NewParagraph) and isinstance(event, Edge):
            out.pop()
        out.append(event)
    while out and isinstance(out[-1], NewParagraph):
        out.pop()
    return out


def first_difference(one: list[Event], other: list[Event]) -> str:
    """Where two lists of events part, for people; empty if they do not."""
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    if at == len(one) == len(other):
        return ""
    before = "".join(event.text for event in one[max(at - 20, 0) : at] if isinstance(event, Word))
    return f"behind {before!r}: {_named(one, at)}, read back as {_named(other, at)}"


def _named(events: list[Event], at: int) -> str:
    if at >= len(events):
        return "the end"
    event = events[at]
    if isinstance(event, Word):
        marks = f" in {', '.join(sorted(event.formats))}" if event.formats else ""
        return f"{event.text!r}{marks}{' after a space' if event.spaced else ''}"
    if isinstance(event, Edge):
        return f"{'the end' if event.is_end else 'the beginning'} of <{event.tag}>"
    return "a break" if isinstance(event, Break) else "a paragraph"
