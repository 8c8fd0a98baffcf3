"""What headings need the whole page for: their numbers and their ids (tiki-syntax §4.4)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from tiki2md.nodes import (
    CenterNode,
    HeadingNode,
    MarkdownHeadingNode,
    Node,
    nodes_of,
    rewrite,
    text_of,
    with_children,
    with_values,
)

_ID_GAP = re.compile(r"[^A-Za-z0-9:._-]+")
_ID_START = re.compile(r"^[^A-Za-z]+")


def number_headings(nodes: list[Node]) -> list[Node]:
    """The nodes with the number and Tiki's id of every heading filled in."""
    headings = nodes_of(nodes, HeadingNode)
    if not headings:
        return nodes
    counters = _Counters(numbering=any(heading.numbered for heading in headings))
    markdown = _MarkdownCounters()
    ids = _Ids()

    def finished(node: Node) -> list[Node] | None:
        assert isinstance(node, HeadingNode)  # asked about no others
        in_markdown = isinstance(node, MarkdownHeadingNode)
        number = markdown.next(node) if in_markdown else counters.next(node)
        place = number if counters.numbering or in_markdown else counters.place()
        title = " ".join(f"{number} {text_of(node)}".split())
        anchor = ids.next(title)
        return [with_values(_uncentered(node), number=number, place=place, anchor=anchor)]

    return rewrite(nodes, finished, HeadingNode)


def _uncentered(heading: HeadingNode) -> HeadingNode:
    """``!::T::`` centres the heading itself, for which Markdown has no form."""
    only = heading.children[0] if len(heading.children) == 1 else None
    if isinstance(only, CenterNode):
        return with_children(heading, only.children)
    return heading


@dataclass(slots=True)
class _Counters:
    """Tiki's numbering: a heading counts up its level only if the last one there showed a number.

    Where a level above shows no number, Tiki means to leave its part out, and
    takes out the headings so far instead: the first, second … of the page by
    levels 1, 2 …, which may be the very heading that is to be numbered.  So the
    first one below level 1 counts, but shows no number.
    """

    numbering: bool
    count: int = 0
    last: list[int] = field(default_factory=list)
    shown: dict[int, bool] = field(default_factory=dict)

    def next(self, heading: HeadingNode) -> str:
        """The number that ``heading`` shows, or nothing."""
        level = heading.level
        self.count += 1
        lost = not all(self.shown.get(above) for above in range(self.count, level))
        if level <= len(self.last):
            path = self.last[:level]
            if self.shown.get(level) or not self.numbering:
                path[level - 1] += 1
        else:
            path = self.last + [1] * (level - len(self.last))
        self.last = path
        self.shown[level] = heading.numbered
        return self.place() if heading.numbered and not lost else ""

    def place(self) -> str:
        """The number of the last heading, shown or not."""
        return ".".join(map(str, self.last)) + "."


@dataclass(slots=True)
class _MarkdownCounters:
    """The numbers of a Markdown page (tiki-versions §1.3): only ``##$ T`` counts."""

    last: list[int] = field(default_factory=list)

    def next(self, heading: HeadingNode) -> str:
        """The number that ``heading`` shows, or nothing."""
        if not heading.numbered:
            return ""
        del self.last[heading.level :]
        self.last += [0] * (heading.level - len(self.last))
        self.last[-1] += 1
        self.last = [number or 1 for number in self.last]
        return ".".join(map(str, self.last)) + "."


@dataclass(slots=True)
class _Ids:
    """Tiki's ids of the headings of a page; repeats get ``_2``, ``_3``, even where that is one."""

    used: dict[str, int] = field(default_factory=dict)

    def next(self, title: str) -> str:
        """The id of the next heading, from its displayed title (tiki-syntax §4.4)."""
        anchor = _ID_START.sub("", _ID_GAP.sub("_", title)) or f"a{_md5(title)}"
        self.used[anchor] = count = self.used.get(anchor, 0) + 1
        return anchor if count == 1 else f"{anchor}_{count}"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
