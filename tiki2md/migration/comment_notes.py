"""Footnotes and anchors of comments, which share a file with those of their page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    AnchorNode,
    EscapedBracketNode,
    FootnoteDefinitionNode,
    FootnoteReferenceNode,
    LinkNode,
    MarkdownTextNode,
    Node,
    nodes_of,
    rewrite,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_LABEL = re.compile(r"(?<!\\)\[\^([^\s\[\]]+)\]")
_DEFINED = re.compile(rf"{_LABEL.pattern}:")
_OF_NOTE = (FootnoteReferenceNode, FootnoteDefinitionNode)


def _names(blocks: list[Node], in_markdown: re.Pattern[str]) -> list[str]:
    """What footnotes in a structure tree are called: numbers, and what is found in Markdown."""
    names: dict[str, None] = {}
    for node in nodes_of(blocks, (MarkdownTextNode, *_OF_NOTE)):
        if isinstance(node, MarkdownTextNode):
            names |= dict.fromkeys(in_markdown.findall(node.inner_content))
        elif isinstance(node, _OF_NOTE):
            names[str(node.number)] = None
    return list(names)


@dataclass(slots=True)
class CommentNotes:
    """Tells footnotes and anchors of comments apart from those of the page, and of each other.

    Attributes:
        of_page: the blocks of the page; asked only if a comment has footnotes.
        definitions: the texts of the comments' footnotes, for the end of all.
    """

    of_page: Callable[[], list[Node]]
    definitions: list[Node] = field(default_factory=list)
    _notes: set[str] | None = None
    """The names of notes so far."""
    _texts: set[str] = field(default_factory=set)
    """Those that no note had where they stand, so that none may get them."""
    _last: dict[str, int] = field(default_factory=dict)

    def apart(self, blocks: list[Node], comment_id: int) -> list[Node]:
        """The blocks of a comment, without the texts of its footnotes."""
        anchors = {
            node.anchor: f"comment-{comment_id}-{node.anchor}"
            for block in blocks
            for node in walk(block)
            if isinstance(node, AnchorNode)
        }
        mentioned = _names(blocks, _LABEL)
        if not mentioned and not anchors:
            return blocks
        names = {name: self._free(name) for name in _names(blocks, _DEFINED)}
        texts = [name for name in mentioned if name not in names]
        # What is no note here must be none of the page's, nor of another comment.
        strange = {name for name in texts if name.casefold() in self._all_notes()}
        self._texts |= {name.casefold() for name in texts}

        def label(found: re.Match[str]) -> str:
            return f"[^{names.get(found[1], found[1])}]"

        def renamed(node: Node) -> list[Node] | None:
            if isinstance(node, _OF_NOTE):
                return [replace(node, number=int(names[str(node.number)]))]
            if isinstance(node, MarkdownTextNode):
                return [*_apart(node, strange, label)]
            if isinstance(node, AnchorNode):
                return [replace(node, anchor=anchors[node.anchor])]
            if isinstance(node, LinkNode) and node.url.removeprefix("#") in anchors:
                place = anchors.get(node.url[1:]) if node.url.startswith("#") else None
                return [replace(node, url=f"#{place}")] if place else None
            return None

        named = rewrite(blocks, renamed)
        self.definitions += [each for each in named if isinstance(each, FootnoteDefinitionNode)]
        return [each for each in named if not isinstance(each, FootnoteDefinitionNode)]

    def _free(self, name: str) -> str:
        """A name that no note before has: the next number in place of one, or ``name-2``."""
        notes = self._all_notes()
        is_number = name.isdecimal()
        series = "" if is_number else name.casefold()
        for number in count(self._last.get(series, 0) + 1):
            free = str(number) if is_number else f"{name}-{number}" if number > 1 else name
            if free.casefold() not in notes and free.casefold() not in self._texts:
                break
        self._last[series] = number
        notes.add(free.casefold())
        return free

    def _all_notes(self) -> set[str]:
        if self._notes is None:
            page = self.of_page()
            self._notes = {name.casefold() for name in _names(page, _DEFINED)}
            self._texts |= {name.casefold() for name in _names(page, _LABEL)}
        return self._notes


def _apart(
    node: MarkdownTextNode, strange: set[str], label: Callable[[re.Match[str]], str]
) -> Iterator[Node]:
    """Markdown with its labels renamed, and with the brackets of strange ones apart from it."""
    text, at = node.inner_content, 0
    for found in _LABEL.finditer(text) if strange else ():
        if found[1] in strange:
            before = _LABEL.sub(label, text[at : found.start()])
            yield replace(node, inner_content=before)
            yield EscapedBracketNode(full_match="[")
            at = found.start() + 1
    yield replace(node, inner_content=_LABEL.sub(label, text[at:]))
