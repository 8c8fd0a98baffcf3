"""What shows the pages of a site in their order, in the way of its target.

A module for each target that reads such a thing as data.  Lists in Markdown, for the
others, are made where Markdown is: ``migration.navigation``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.site.navigation import docusaurus, hugo, jekyll, mkdocs
from tiki2md.site.navigation.tree import Item, Navigation, navigation_of, walked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from tiki2md.model import Wiki
    from tiki2md.site.index import SiteIndex

_FILES: Mapping[str, Callable[[Wiki, SiteIndex, Collection[str]], dict[str, str]]] = {
    "hugo": hugo.files,
    "mkdocs": mkdocs.files,
    "docusaurus": docusaurus.files,
    "jekyll": jekyll.files,
}


def navigation_data(wiki: Wiki, index: SiteIndex, scaffolded: Collection[str]) -> dict[str, str]:
    """Paths and texts of a site's navigation, empty for targets that want lists in Markdown.

    Args:
        wiki: its places.
        index: of the site.
        scaffolded: paths of the files that the scaffold brings, pages among them.
    """
    name = index.layout.navigation
    return _FILES[name](wiki, index, scaffolded) if name in _FILES else {}


__all__ = ["Item", "Navigation", "navigation_data", "navigation_of", "walked"]
