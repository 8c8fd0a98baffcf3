"""The ``nav`` of MkDocs and Zensical, in a file of its own that ``mkdocs.yml`` inherits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tiki2md.site.frontmatter import as_yaml
from tiki2md.site.navigation.tree import navigation_of
from tiki2md.site.theme_text import html_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from tiki2md.model import Wiki
    from tiki2md.site.index import SiteIndex
    from tiki2md.site.navigation.tree import Item

_TAGS = "tags.md"
_INDEX = "Index"
_COMMENT = """\
# Written by each run of tiki2md, unless somebody edited it.  A nav in mkdocs.yml has precedence.
"""


def files(wiki: Wiki, index: SiteIndex, scaffolded: Collection[str]) -> dict[str, str]:
    """The structures in their order, then all other pages, then the tags."""
    navigation = navigation_of(wiki, index)
    nav = [_line(item, index) for item in navigation.all(_INDEX)]
    if f"{index.layout.folder}/{_TAGS}" in scaffolded:
        nav.append(_TAGS)
    # The configuration inherits the file, whether there is a page yet or not.
    data: dict[str, Any] = {"nav": nav or None}
    # MkDocs asks no page whether it is a draft.
    if drafts := sorted(
        _pattern(_path(entry.path, index)) for entry in index.entries if entry.page.hidden
    ):
        data["draft_docs"] = "\n".join(drafts)
    return {"nav.yml": _COMMENT + as_yaml(data)}


def _pattern(path: str) -> str:
    """What matches this file alone, as lines of ``.gitignore`` do."""
    return "/" + re.sub(r"([\\*?\[\]!#])", r"\\\1", path)


def _line(item: Item, index: SiteIndex) -> Any:
    path = "" if item.entry is None else _path(item.entry.path, index)
    label = html_text(item.label, in_attribute=False)
    if not item.children:
        return {label: path}
    below: list[Any] = [_line(child, index) for child in item.children]
    if item.entry is not None:
        # One without a label is the page of the section itself.
        below.insert(0, path if item.entry.is_index else {label: path})
    return {label: below}


def _path(path: str, index: SiteIndex) -> str:
    return path.removeprefix(f"{index.layout.folder}/")
