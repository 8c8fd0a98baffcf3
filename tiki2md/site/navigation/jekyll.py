"""The navigation of a Jekyll site as data, which the layout shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from tiki2md.site.frontmatter import as_yaml
from tiki2md.site.navigation.tree import navigation_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tiki2md.model import Wiki
    from tiki2md.site.index import SiteIndex
    from tiki2md.site.navigation.tree import Item

_COMMENT = "# Written by each run of tiki2md, unless somebody edited it.\n"


def files(wiki: Wiki, index: SiteIndex, scaffolded: Collection[str]) -> dict[str, str]:
    """Trees of structures, and lists of all other pages."""
    del scaffolded
    navigation = navigation_of(wiki, index)
    rest = [*navigation.rest, *navigation.sections]
    if navigation.home is not None:
        rest.insert(0, navigation.home)
    data = {"structures": _items(navigation.structures, index), "others": _items(rest, index)}
    return {"_data/nav.yml": _COMMENT + as_yaml(data)}


def _items(items: Sequence[Item], index: SiteIndex) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for item in items:
        values: dict[str, Any] = {"title": item.label}
        if item.entry is not None:
            # Decoded, as Jekyll itself has the URL of a page.
            values["url"] = unquote(index.url(item.entry))
        if item.children:
            values["children"] = _items(item.children, index)
        found.append(values)
    return found
