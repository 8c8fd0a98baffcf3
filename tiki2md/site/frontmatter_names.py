"""The names that each target has for what the front matter says (users-and-targets §2.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tiki2md.site.people import ANONYMOUS
from tiki2md.site.terms import docusaurus_tag
from tiki2md.titles import is_same_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiki2md.site.index import Entry
    from tiki2md.site.people import People

Metadata = dict[str, Any]

_ABOVE = (
    r"\{img[^{}\n]*+\}|\s|"
    r"\{(?P<box>REMARKSBOX|BOX)\([^{}\n]*+\}(?:[^{]|\{(?!(?P=box)\}))*+\{(?P=box)\}"
)
_HEADING = re.compile(rf"(?:{_ABOVE})*+!{{1,6}}[+-]?(?!#)(?P<title>[^\n]*)")
_MARKDOWN_HEADING = re.compile(
    r"\s*+\{(?i:syntax)\b[^{}\n]*+\}"
    rf"(?:{_ABOVE}|!\[[^\[\]\n]*+\]\([^()\n]*+\)|^>[^\n]*+)*+#{{1,6}}[+-]?[ \t](?P<title>[^\n]*)",
    re.MULTILINE,
)
"""A heading that shows no number, with nothing but pictures and boxes before it."""


def mkdocs(metadata: Metadata, entry: Entry, people: People) -> Metadata:
    """A page's path is its address, and tags are the one way to group pages."""
    del entry, people
    unknown = ("slug", "aliases", "weight", "linkTitle", "categories")
    return _without(metadata, *unknown) | {"tags": _groups(metadata)}


def docusaurus(metadata: Metadata, entry: Entry, people: People) -> Metadata:
    """A page's file is its address but for the home page; the last change is a thing of its own."""
    values = _without(metadata, "aliases", "weight", "linkTitle", "categories", "lastmod")
    # Whoever it shows is the last one, if that one is to be named.
    named = {metadata["author"], *metadata["contributors"]} - {""}
    author = people.shown(entry.page.last_editor or entry.page.creator)
    is_told = author in named or (bool(named) and author == ANONYMOUS)
    told = author if is_told else ""
    update = {"date": metadata["lastmod"], "author": told if metadata["lastmod"] else None}
    return values | {
        "slug": "/" if entry.is_home else "",
        "sidebar_position": 0 if entry.is_home else metadata["weight"],
        "sidebar_label": metadata["linkTitle"],
        "tags": list(map(docusaurus_tag, _groups(metadata))),
        # It would stand above the heading that says the same.
        "hide_title": True if _begins_with_title(entry) else None,
        "last_update": {key: value for key, value in update.items() if value} or None,
    }


def jekyll(metadata: Metadata, entry: Entry, people: People) -> Metadata:
    """Drafts are posts in a folder of their own; a page that is not to be built says so."""
    del entry, people
    return _unpublished(metadata, "published")


def obsidian(metadata: Metadata, entry: Entry, people: People) -> Metadata:
    """Obsidian Publish leaves out a note that says so."""
    del entry, people
    return _unpublished(metadata, "publish")


def _unpublished(metadata: Metadata, key: str) -> Metadata:
    """``metadata`` with ``key``, which is false for a draft, in place of ``draft``."""
    named = {key if name == "draft" else name: value for name, value in metadata.items()}
    return named | {key: False if metadata["draft"] else None}


def _begins_with_title(entry: Entry) -> bool:
    """Whether the first words of a page are a heading, in wiki syntax, that says its title."""
    if entry.page.is_html:
        return False
    source = entry.page.source
    found = _HEADING.match(source) or _MARKDOWN_HEADING.match(source)
    return found is not None and is_same_title(found["title"], entry.title)


def _groups(metadata: Metadata) -> list[str]:
    """Categories and tags as one, for targets that know no categories."""
    return list(dict.fromkeys([*metadata["categories"], *metadata["tags"]]))


def _without(metadata: Metadata, *names: str) -> Metadata:
    return {name: value for name, value in metadata.items() if name not in names}


NAMES: Mapping[str, Callable[[Metadata, Entry, People], Metadata]] = {
    "mkdocs": mkdocs,
    "docusaurus": docusaurus,
    "jekyll": jekyll,
    "obsidian": obsidian,
}
"""From Hugo's names to those of other targets; a target that is not here has Hugo's."""
