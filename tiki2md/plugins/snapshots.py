"""What handlers share that evaluate a list from the export: once, for good."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeVar

from tiki2md.diagnostics import Code
from tiki2md.moments import moment_of
from tiki2md.nodes import (
    ListItemNode,
    Node,
    ParagraphNode,
    PluginNode,
)
from tiki2md.plugins.expand import keep, kept
from tiki2md.plugins.inclusions import guarded
from tiki2md.plugins.registry import Body, PluginContext
from tiki2md.plugins.values import group, link_to_url, listed, number, page_link, paragraph, text
from tiki2md.tiki_urls import object_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tiki2md.plugins.facts import PageFacts

_Page = TypeVar("_Page", bound="PageFacts")

_WIKI_PAGE = "wiki page"

DAY = "%Y-%m-%d"
"""How dates are written, whatever the format that the wiki was set to."""
MOMENT = f"{DAY} %H:%M"
"""The same with the time."""
LISTED_KINDS = frozenset({_WIKI_PAGE, "article", "blog post", "faq"})
"""The kinds of wiki pages, and of what is like one, that lists tell of."""


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
    # Of articles, whose dates are those of their publication.
    "publishdate": lambda page: page.created,
    "title": lambda page: collated(page.name),
    "authorname": lambda page: collated(page.creator),
    "articleid": lambda page: page.page_id,
}


def snapshot(node: PluginNode, context: PluginContext, shown: list[Node]) -> list[Node]:
    """``shown``, marked as what the call gave on the day of the export."""
    context.report(Code.PLUGIN_SNAPSHOT, node)
    return [*kept(node, Body.NONE), *shown]


def stored_snapshot(
    node: PluginNode,
    body: Body,
    context: PluginContext,
    key: tuple[str, ...],
    make: Callable[[], list[Node]],
) -> list[Node]:
    """A :func:`snapshot` of stored texts; the call in a comment if there would be no end to them.

    Args:
        node: the call.
        body: how its body is read.
        context: the page's context.
        key: what is shown, such as ``("block", "3")``.
        make: makes the nodes, as for :func:`guarded`.
    """
    shown = guarded(node, context, key, make)
    return keep(node, body, context) if shown is None else snapshot(node, context, shown)


def page_of(name: str, context: PluginContext) -> PageFacts | None:
    """The page that a call names, or without a name the one that it stands on."""
    name = name.strip() or context.page
    return context.site.page(name) if context.site is not None and name else None


def current_page(context: PluginContext) -> PageFacts | None:
    """The page on which the plugin stands."""
    return page_of("", context)


def visible_page(name: str, context: PluginContext) -> PageFacts | None:
    """As :func:`page_of`, but for pages that visitors could not view."""
    site, page = context.site, page_of(name, context)
    return page if page is not None and site is not None and site.visible(page.name) else None


def link_to(page: PageFacts, label: str = "") -> Node:
    """A link to a page of any kind, with its name or another text; a text where none leads."""
    if page.kind == _WIKI_PAGE:
        return page_link(page.name, label)
    label = label or page.name
    form = next(object_forms(page.kind, page.page_id, page.name), None)
    return text(label) if form is None else link_to_url(form.address, label)


def page_list(
    pages: Iterable[PageFacts],
    *,
    described: bool = False,
    label_of: Callable[[PageFacts], str] = lambda _: "",
) -> list[Node]:
    """A bulleted list of links, with the descriptions of the pages if they are wanted.

    Args:
        pages: in their order.
        described: whether descriptions stand behind the links.
        label_of: the text of a link; empty for the name.
    """
    items: list[Node] = []
    for page in pages:
        children = [link_to(page, label_of(page))]
        if described and page.description.strip():
            children.append(text(f": {' '.join(page.description.split())}"))
        items.append(ListItemNode(children=children))
    return [group(items)] if items else []


def heading_line(words: str) -> ParagraphNode:
    """A line above a list."""
    return paragraph(text(words))


def sorted_pages(pages: Sequence[_Page], mode: str) -> list[_Page]:
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


def at_most(pages: list[_Page], limit: str, offset: str = "") -> list[_Page]:
    """The part of a list that ``max`` and ``offset`` leave; -1 and 0 are no limit."""
    start = number(offset)
    count = number(limit)
    return pages[start : start + count] if count > 0 else pages[start:]


def without(pages: Iterable[PageFacts], names: str) -> list[PageFacts]:
    """Pages but for those in a list of names between pipes."""
    excluded = set(map(collated, listed(names)))
    if not excluded:
        return list(pages)
    return [page for page in pages if collated(page.name) not in excluded]


def date_of(seconds: int, pattern: str = DAY) -> str:
    """A moment in UTC; empty if it is unknown."""
    moment = moment_of(seconds)
    return moment.strftime(pattern) if moment is not None else ""
