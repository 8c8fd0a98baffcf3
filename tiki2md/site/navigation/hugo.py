"""Hugo's menus: the tree of structures, of which themes know what to do with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tiki2md.site.navigation.tree import navigation_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tiki2md.model import Wiki
    from tiki2md.site.index import SiteIndex
    from tiki2md.site.navigation.tree import Item


def files(wiki: Wiki, index: SiteIndex, scaffolded: Collection[str]) -> dict[str, str]:
    """A menu ``main`` for each language that has structures.

    A file of its own, beside ``hugo.toml``, so that each run can write it.
    """
    del scaffolded
    texts: dict[str, str] = {}
    if not wiki.places:  # Most large wikis have none.
        return texts
    for tag in ("", *(tag.lower() for tag in index.languages.apart)):
        entries = list(_entries(navigation_of(wiki, index, tag).structures, ""))
        if not entries:
            continue
        key = (tag or index.languages.main.lower()) if index.languages.apart else ""
        name = f"menus.{key}.json" if key else "menus.json"
        text = json.dumps({"main": entries}, ensure_ascii=False, indent=1)
        texts[f"config/_default/{name}"] = text + "\n"
    return texts


def _entries(items: Sequence[Item], parent: str) -> Iterator[dict[str, Any]]:
    for weight, item in enumerate(items, 1):
        if item.entry is not None:
            above = {"parent": parent} if parent else {}
            yield {
                "identifier": item.key,
                "name": item.label,
                "pageRef": f"/{item.entry.served}",
                "weight": weight,
                **above,
            }
        yield from _entries(item.children, item.key)
