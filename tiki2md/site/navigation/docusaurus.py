"""The sidebar of Docusaurus as data, which ``sidebars.js`` reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tiki2md.site.navigation.tree import navigation_of
from tiki2md.site.theme_text import script_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from tiki2md.model import Wiki
    from tiki2md.site.index import SiteIndex
    from tiki2md.site.navigation.tree import Item

_INDEX = "Index"


def files(wiki: Wiki, index: SiteIndex, scaffolded: Collection[str]) -> dict[str, str]:
    """The structures in their order, then all other pages."""
    items = [_item(item) for item in navigation_of(wiki, index).all(_INDEX)]
    if f"{index.layout.folder}/{index.layout.home}.md" in scaffolded:
        items.insert(0, {"type": "doc", "id": index.layout.home})
    return {"sidebars.json": json.dumps(items, ensure_ascii=False, indent=1) + "\n"}


def _item(item: Item) -> dict[str, Any]:
    # A key tells items of one label apart, which translations of the sidebar must.
    named = {"label": script_text(item.label), "key": item.key}
    doc = {} if item.entry is None else {"type": "doc", "id": item.entry.stem}
    if not item.children:
        return {**doc, **named}
    link = {"link": doc} if doc else {}
    return {"type": "category", **named, **link, "items": [_item(each) for each in item.children]}
