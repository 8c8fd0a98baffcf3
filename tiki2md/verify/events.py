"""What a reader sees, as events: words or characters with their formats, breaks, and blocks."""

from __future__ import annotations

FORMATS = frozenset({"strong", "em", "del", "u", "code", "a", "sub", "sup"})
"""The inline elements that count."""
BLOCKS = frozenset(
    ("p", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "td", "dl", "dt", "dd")
) | {f"h{level}" for level in range(1, 7)}
"""The block elements that count."""

Event = tuple[object, ...]
"""``(word or character, formats, whether a space is before it)``, ``("br",)``, ``("open", tag)``
or ``("close", tag)``."""

_BREAK: Event = ("br",)
_PARAGRAPH: Event = ("p",)
_HOLLOW = BLOCKS - {"ul", "ol", "li"}


def compared(events: list[Event]) -> list[Event]:
    """Events without what makes no difference to a reader."""
    return _without_paragraphs(_tidy(events))


def _is_edge(event: Event) -> bool:
    return event[0] in {"open", "close"} and len(event) == 2


def _tidy(events: list[Event]) -> list[Event]:
    """Events without breaks at the edge of a block, and without blocks that hold nothing."""
    out: list[Event] = []
    for event in events:
        if event == _BREAK and (not out or _is_edge(out[-1])):
            continue
        if _is_edge(event):
            while out and out[-1] == _BREAK:
                out.pop()
        if event[0] == "close" and event[1] in _HOLLOW and out and out[-1] == ("open", event[1]):
            out.pop()
            continue
        out.append(event)
    while out and out[-1] == _BREAK:
        out.pop()
    return out


def _without_paragraphs(events: list[Event]) -> list[Event]:
    """Paragraphs as what stands between them: a tight item has none."""
    out: list[Event] = []
    for event in events:
        if len(event) == 2 and event[1] == "p":
            if out and (len(out[-1]) == 3 or out[-1] == _BREAK):
                out.append(_PARAGRAPH)
            continue
        if out and out[-1] == _PARAGRAPH and _is_edge(event):
            out.pop()
        out.append(event)
    while out and out[-1] == _PARAGRAPH:
        out.pop()
    return out


def first_difference(one: list[Event], other: list[Event]) -> str:
    """Where two lists of events part, for people; empty if they do not."""
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    if at == len(one) == len(other):
        return ""
    before = "".join(str(event[0]) for event in one[max(at - 20, 0) : at] if len(event) == 3)
    return f"behind {before!r}: {_named(one, at)}, read back as {_named(other, at)}"


def _named(events: list[Event], at: int) -> str:
    if at >= len(events):
        return "the end"
    event = events[at]
    if len(event) != 3:
        return {"br": "a break", "p": "a paragraph"}.get(str(event[0])) or (
            f"{'the beginning' if event[0] == 'open' else 'the end'} of <{event[1]}>"
        )
    formats = event[1]
    assert isinstance(formats, frozenset)  # by how it was made
    marks = f" in {', '.join(sorted(formats))}" if formats else ""
    return f"{event[0]!r}{marks}{' after a space' if event[2] else ''}"
