"""What stands on the stub of a page that only links name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes import LinkNode, ListItemNode, ListNode, Node, ParagraphNode, TextNode
from tiki2md.site.resolver import way_between

if TYPE_CHECKING:
    from tiki2md.site.index import Entry, SiteIndex


def stub_text(entry: Entry, index: SiteIndex) -> tuple[Node, ...]:
    """That nobody wrote the page, and links to the pages that want it; nothing on other pages.

    Pages that are drafts are not linked: a generator leaves them out.

    Args:
        entry: of any page.
        index: of the site.
    """
    if not entry.wanted_by:
        return ()
    items: list[Node] = [
        ListItemNode(children=[ParagraphNode(children=[_link(entry, wanting, index)])])
        for wanting in entry.wanted_by
        if not wanting.page.hidden
    ]
    if not items:
        return (_paragraph("This page was never written."),)
    return (
        _paragraph("This page was never written. These pages link to it:"),
        ListNode(children=items),
    )


def _link(entry: Entry, wanting: Entry, index: SiteIndex) -> Node:
    title = TextNode(inner_content=wanting.title)
    return LinkNode(url=way_between(index, entry.page, wanting), children=[title])


def _paragraph(text: str) -> Node:
    return ParagraphNode(children=[TextNode(inner_content=text)])
