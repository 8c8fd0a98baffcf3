"""Links to the translations of a page, for targets that know nothing of languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes import LinkNode, Node, ParagraphNode, TextNode
from tiki2md.site.translations import translations_of

if TYPE_CHECKING:
    from tiki2md.site.index import Entry, SiteIndex
    from tiki2md.transforms.links import LinkResolver


def translation_line(entry: Entry, index: SiteIndex, resolver: LinkResolver) -> tuple[Node, ...]:
    """A paragraph of links to a page's translations, as a structure tree has it, or nothing.

    Args:
        entry: of the page.
        index: of the site.
        resolver: for the links on the page.
    """
    if index.layout.translations != "line":
        return ()
    line: list[Node] = []
    for name, other in translations_of(index, entry):
        target = resolver.page(other.page.name, "")
        if target is not None:
            line += [TextNode(inner_content=" · ")] if line else []
            line.append(LinkNode(url=target.url, children=[TextNode(inner_content=name)]))
    return (ParagraphNode(children=line),) if line else ()
