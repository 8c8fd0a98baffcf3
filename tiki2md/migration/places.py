"""The places on a page that links can lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Reporter
from tiki2md.nodes import AnchorNode, walk
from tiki2md.pipeline import Surroundings, parse_page, structured
from tiki2md.render.contents import headings, slug_maker
from tiki2md.render.targets import target_named
from tiki2md.site.anchors import anchor_map

if TYPE_CHECKING:
    from tiki2md.model import Page
    from tiki2md.plugins import Registry
    from tiki2md.site.data import WikiData


def places_on(page: Page, site: WikiData, registry: Registry) -> dict[str, str] | None:
    """Tiki's ids of the places on a page to the target's: headings, and anchors of authors.

    They are those of the tree that is written, what plugins show included.

    Args:
        page: one of the pages of the site's index.
        site: the index, and the answers for plugins that ask about the wiki.
        registry: the plugins that are known.

    Returns:
        ``None`` where nobody knows: a page in Markdown has the headings of its own parser.
    """
    index, reporter = site.index, Reporter(page=page.name)
    # Without a resolver: where its own links lead may be a question about this very page.
    around = Surroundings(
        page=page.name,
        is_html=page.is_html,
        is_rendered=page.is_rendered,
        variables=index.variables,
        hotwords=index.hotwords,
        registry=registry,
        site=site,
    )
    try:
        document = parse_page(page.source, index.options, around, reporter)
        tree = structured(document, index.options, around, reporter)
    except Exception:  # The page itself is reported when its turn comes.
        return None
    if document.markdown:
        return None
    by_title = index.layout.anchors == "titles"
    slugs = slug_maker(target_named(index.options.target))
    style = index.options.smiley_style
    found = list(headings(tree, slugs, smiley_style=style, by_title=by_title))
    own = {node.anchor for node in walk(tree) if isinstance(node, AnchorNode)}
    anchors = {name: "" if by_title else name for name in own}
    anchors |= {node.anchor: target for node, _, target in found if node.anchor}
    return anchors | anchor_map((title, target) for _, title, target in found)
