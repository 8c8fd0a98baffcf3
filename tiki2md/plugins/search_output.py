"""What LIST shows of what it found: a template in wiki markup for each, or a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    AliasedLocalLinkNode,
    ImageNode,
    LinkNode,
    LocalLinkNode,
    Node,
    ParentNode,
    TableNode,
    TextNode,
    TikiCommentNode,
    rewrite,
    text_of,
    with_values,
)
from tiki2md.plugins.inclusions import MAX_CHARACTERS
from tiki2md.plugins.search_config import pieces_of
from tiki2md.plugins.search_entries import NotShownError
from tiki2md.plugins.values import parse_inline, table_row, text_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tiki2md.plugins.registry import PluginContext
    from tiki2md.plugins.search_entries import Entry

# What may hold a value in words.  No other node may be changed once it is read, since its text
# could become a tag or an address that nobody has looked at.
_WITH_WORDS = (LinkNode, LocalLinkNode, AliasedLocalLinkNode, ImageNode)
# Around the number of a value, until the markup around it is read: private characters,
# which no wiki syntax knows.
_HOLE = re.compile("\ue001([0-9]{1,7})\ue002")


_ITEM = re.compile(r"\s*[*#;][^\n]*\n\s*")


@dataclass(slots=True)
class Filling:
    """Templates, filled with values that no markup around them can change.

    Args:
        formats: templates by the names by which others show them (``FORMAT``).
        context: reads wiki markup.

    Attributes:
        values: what is shown, by the numbers in its marks.
        characters: how much was written so far.
    """

    formats: Mapping[str, str]
    context: PluginContext
    values: list[list[Node]] = field(default_factory=list)
    characters: int = 0

    def written(self, template: str, entry: Entry) -> str:
        """A template in wiki markup, with marks where the values of ``entry`` will stand.

        Raises:
            NotShownError: it shows what the export lacks, or holds such marks itself.
        """
        return self._written(template, entry, self.formats)

    def _written(self, template: str, entry: Entry, formats: Mapping[str, str]) -> str:
        if _HOLE.search(template):
            raise NotShownError("a private character")
        parts: list[str] = []
        for piece in pieces_of(template):
            part = piece.text
            if piece.shown is not None:
                part = self._value(piece.shown, entry, formats)
            # Long templates of many entries would be no page of their own.
            self.characters += len(part)
            if self.characters > MAX_CHARACTERS:
                raise NotShownError("too much")
            parts.append(part)
        return "".join(parts)

    def _value(self, shown: Mapping[str, str], entry: Entry, formats: Mapping[str, str]) -> str:
        name = shown.get("name", "")
        if name in formats:
            # Formats know no other formats.
            return self._written(formats[name], entry, {})
        form = shown.get("format", "plain")
        self.values.append(entry.shown(name, form, shown.get("default", "")))
        return f"\ue001{len(self.values) - 1}\ue002"

    def nodes(self, source: str, read: Callable[[str], list[Node]]) -> list[Node]:
        """The nodes of what was :meth:`written`, with the values in their places.

        Args:
            source: in wiki markup.
            read: makes nodes of it.

        Raises:
            NotShownError: some markup made something else of the mark of a value.
        """
        if not self.context.inclusions.fits(source):
            return []
        wanted = set(_HOLE.findall(source))
        seen: set[str] = set()
        filled = rewrite(read(source), lambda node: self._filled(node, seen))
        if seen < wanted:
            raise NotShownError("a value within other markup")
        return filled

    def _filled(self, node: Node, seen: set[str]) -> list[Node] | None:
        """A text with nodes for its values, or a link or picture with their words."""
        if "\ue001" not in node.full_match and "\ue001" not in node.inner_content:
            return None
        if type(node) is TextNode:
            parts = _HOLE.split(node.inner_content)
            seen.update(parts[1::2])
            found: list[Node] = []
            for at, part in enumerate(parts):
                if at % 2:
                    found += self.values[int(part)]
                elif part:
                    found.append(with_values(node, inner_content=part, full_match=part))
            return found
        values = {one.name: getattr(node, one.name) for one in fields(node)}
        words = {name: value for name, value in values.items() if isinstance(value, str)}
        if isinstance(node, _WITH_WORDS):
            seen.update(hole for value in words.values() for hole in _HOLE.findall(value))
        elif not isinstance(node, ParentNode) or isinstance(node, TikiCommentNode):
            raise NotShownError("a value within other markup")
        filled = {name: _HOLE.sub(self._words, value) for name, value in words.items()}
        return [with_values(node, **filled)]

    def _words(self, hole: re.Match[str]) -> str:
        return "".join(map(text_of, self.values[int(hole[1])]))


def templated(template: str, entries: Sequence[Entry], filling: Filling) -> list[Node]:
    """A template for each entry, one after the other, read as one text."""
    if _ITEM.fullmatch(template):
        template = template.strip() + "\n"  # blank lines between items are no lists of their own
    source = "".join(filling.written(template, entry) for entry in entries)
    return filling.nodes(source, filling.context.parse)


def table(
    columns: Sequence[Mapping[str, str]], entries: Sequence[Entry], filling: Filling
) -> list[Node]:
    """A row for each entry, a cell for each of the ``{column …}`` that name a field."""

    def cell(source: str) -> list[Node]:
        return filling.nodes(source, lambda typed: parse_inline(typed, filling.context))

    # All of them before any is read: then nothing is said of a table that is not shown.
    templates = [f'{{display name="{column["field"]}"}}' for column in columns]
    sources = [[filling.written(template, entry) for template in templates] for entry in entries]
    heads = (column.get("label", "") or column["field"] for column in columns)
    rows: list[Node] = [text_row(*heads, header=True)]
    rows += [table_row(*map(cell, row)) for row in sources]
    return [TableNode(children=rows)]
