"""What handlers share that evaluate a list from the export: once, for good."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    AliasedLocalLinkNode,
    ListItemNode,
    LocalLinkNode,
    Node,
    ParagraphNode,
    PluginNode,
)
from tiki2md.plugins.expand import kept
from tiki2md.plugins.registry import Body, PluginContext
from tiki2md.plugins.values import group, paragraph, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tiki2md.plugins.facts import PageFacts

_LAST_SECOND = 253_402_300_799


def collated(name: str) -> str:
    """What names are sorted by: Tiki's database ignores case and accents."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


_ORDERS: dict[str, Callable[[PageFacts], str | int]] = {
    "pagename": lambda page: collated(page.name),
    "name": lambda page: collated(page.name),
    "itemid": lambda page: collated(page.name),
    "lastmodif": lambda page: page.modified,
    "created": lambda page: page.created,
    "hits": lambda page: page.hits,
    "page_id": lambda page: page.page_id,
    "user": lambda page: collated(page.last_editor),
    "creator": lambda page: collated(page.creator),
    "lang": lambda page: page.language,
}


def snapshot(node: PluginNode, context: PluginContext, shown: list[Node]) -> list[Node]:
    """``shown``, marked as what the call gave on the day of the export."""
    context.report(Code.PLUGIN_SNAPSHOT, node, name=node.name)
    return [*kept(node, Body.NONE), *shown]


def current_page(context: PluginContext) -> PageFacts | None:
    """The page on which the plugin stands."""
    if context.site is None or not context.page:
        return None
    return context.site.page(context.page)


def page_link(name: str, label: str = "") -> Node:
    """A link to a page, with its name or another text."""
    if not label or label == name:
        return LocalLinkNode(page=name)
    return AliasedLocalLinkNode(page=name, display_text=label, children=[text(label)])


def page_list(pages: Iterable[PageFacts], *, described: bool = False) -> list[Node]:
    """A bulleted list of links, with the descriptions of the pages if they are wanted."""
    items: list[Node] = []
    for page in pages:
        children = [page_link(page.name)]
        if described and page.description.strip():
            children.append(text(f": {' '.join(page.description.split())}"))
        items.append(ListItemNode(children=children))
    return [group(items)] if items else []


def heading_line(words: str) -> ParagraphNode:
    """A line above a list."""
    return paragraph(text(words))


def sorted_pages(pages: Sequence[PageFacts], mode: str) -> list[PageFacts]:
    """Pages in the order that an argument such as ``hits_desc`` names.

    An order that the export cannot tell leaves them as they are.
    """
    name, _, direction = mode.strip().rpartition("_")
    key = _ORDERS.get(name.lower())
    if key is None:
        return list(pages)
    # Sorted by name first: pages that are alike come by name in either direction.
    by_name = sorted(pages, key=lambda page: collated(page.name))
    return sorted(by_name, key=key, reverse=direction.lower() == "desc")


def at_most(pages: list[PageFacts], limit: str, offset: str = "") -> list[PageFacts]:
    """The part of a list that ``max`` and ``offset`` leave; -1 and 0 are no limit."""
    start = number(offset, 0)
    count = number(limit, -1)
    return pages[start : start + count] if count > 0 else pages[start:]


def number(word: str, default: int) -> int:
    """The whole number that ``word`` is, or ``default``."""
    word = word.strip()
    return int(word) if re.fullmatch(r"[0-9]{1,9}", word) else default


def numbers(word: str) -> list[int]:
    """The numbers in a list with any separator, each once."""
    return list(dict.fromkeys(int(found) for found in re.findall(r"[0-9]{1,9}", word)))


def without(pages: Iterable[PageFacts], names: str) -> list[PageFacts]:
    """Pages but for those in a list of names between pipes."""
    excluded = {collated(name.strip()) for name in names.split("|") if name.strip()}
    if not excluded:
        return list(pages)
    return [page for page in pages if collated(page.name) not in excluded]


def date_of(seconds: int, pattern: str = "%Y-%m-%d") -> str:
    """A moment in UTC; empty if it is unknown."""
    if not 0 < seconds <= _LAST_SECOND:
        return ""
    return datetime.fromtimestamp(seconds, UTC).strftime(pattern)
