"""Small questions that many handlers ask of arguments and children."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    AliasedLocalLinkNode,
    BlockElementNode,
    BoldNode,
    LinkNode,
    LocalLinkNode,
    Node,
    ParagraphNode,
    TableCellNode,
    TableRowNode,
    TextNode,
    text_of,
    with_values,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tiki2md.plugins.registry import PluginContext

_NO = {"", "n", "no", "0", "false", "none", "off"}

TAG = re.compile(r"</?[A-Za-z][^<>]*>")
"""A tag, as authors type it."""

ADDRESS = re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)
"""An address that a field holds, and nothing else."""

# Stands before a piece so that nothing in it begins a line: Tiki puts the piece
# behind a tag there.  A private character, which no wiki syntax knows.
_GUARD = "\ue000"


def is_on(value: str) -> bool:
    """Whether an argument such as ``y``, ``1`` or ``box`` switches something on."""
    return value.strip().lower() not in _NO


def number(word: str, default: int = 0) -> int:
    """The whole number that ``word`` is, or ``default``."""
    word = word.strip()
    return int(word) if re.fullmatch(r"[0-9]{1,9}", word) else default


def numbers(word: str) -> list[int]:
    """The numbers in a list with any separator, each once."""
    return list(dict.fromkeys(int(found) for found in re.findall(r"[0-9]{1,9}", word)))


def listed(value: str, separators: str = "|") -> list[str]:
    """The words in a list that an argument holds, without the spaces around them and empty ones.

    Args:
        value: such as ``Tides|Ships``.
        separators: characters, each of which may stand between two words.
    """
    for separator in separators:
        value = value.replace(separator, separators[0])
    return [word.strip() for word in value.split(separators[0]) if word.strip()]


def text(value: str) -> TextNode:
    """A text node that shows ``value``."""
    return TextNode(full_match=value, inner_content=value)


def link_to_url(url: str, words: str) -> LinkNode:
    """A link to an address, with a text."""
    return LinkNode(url=url, inner_content=url, children=[text(words)])


def page_link(name: str, label: str = "") -> Node:
    """A link to a page, with its name or another text."""
    if not label or label == name:
        return LocalLinkNode(page=name)
    return AliasedLocalLinkNode(page=name, display_text=label, children=[text(label)])


def plain(value: str) -> str:
    """``value`` without tags and the spaces around it, as Tiki shows titles and labels."""
    return TAG.sub("", value).strip()


def paragraph(*children: Node) -> ParagraphNode:
    """A paragraph of ``children``."""
    return ParagraphNode(children=list(children))


def bold_line(words: str) -> ParagraphNode:
    """A paragraph of words in bold, as a title above what follows."""
    return paragraph(BoldNode(children=[text(words)]))


def group(children: list[Node]) -> BlockElementNode:
    """A block that has no look of its own: an element without a tag."""
    return BlockElementNode(tag="", children=children)


def joined(nodes: Iterable[Node], between: Node) -> list[Node]:
    """``nodes`` with another one between each and the next."""
    return [part for node in nodes for part in (between, node)][1:]


def table_row(*cells: Sequence[Node], header: bool = False) -> Node:
    """A row of a table, of what is in its cells."""
    children: list[Node] = [TableCellNode(children=[*cell]) for cell in cells]
    return TableRowNode(header=header, children=children)


def text_row(*words: str, header: bool = False) -> Node:
    """A row of a table whose cells are plain words, or empty."""
    return table_row(*([text(each)] if each else [] for each in words), header=header)


def has_blocks(children: Iterable[Node]) -> bool:
    """Whether one of ``children`` stands outside any paragraph."""
    return any(child.block for child in children)


def trimmed(children: list[Node]) -> list[Node]:
    """``children`` without white space at either end."""
    result = list(children)
    while result and isinstance(result[0], TextNode):
        shown = result[0].inner_content.lstrip()
        if shown:
            result[0] = with_values(result[0], inner_content=shown)
            break
        del result[0]
    while result and isinstance(result[-1], TextNode):
        shown = result[-1].inner_content.rstrip()
        if shown:
            result[-1] = with_values(result[-1], inner_content=shown)
            break
        del result[-1]
    return result


def parse_inline(piece: str, context: PluginContext) -> list[Node]:
    """The nodes of ``piece``, in which nothing counts as the beginning of a line.

    Cells, terms and items stand behind a tag when Tiki parses them: a leading
    ``*`` is no list there, and a leading URL no link.
    """
    nodes = context.parse(_GUARD + piece)
    if nodes and isinstance(nodes[0], TextNode):
        first = nodes[0]
        shown = first.inner_content.removeprefix(_GUARD)
        source = first.full_match.removeprefix(_GUARD)
        nodes = [with_values(first, inner_content=shown, full_match=source), *nodes[1:]]
    return trimmed(nodes)


def parse_words(piece: str, context: PluginContext) -> str:
    """The words of ``piece``, wiki text of which Tiki shows no formats."""
    return "".join(map(text_of, parse_inline(piece, context)))


def parse_lines(piece: str, context: PluginContext) -> list[Node]:
    """The nodes of ``piece``, whose first line is a line of its own."""
    return context.parse(piece.strip("\r\n"))
