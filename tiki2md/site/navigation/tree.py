"""What a reader finds a site's pages by: structures first, then all that is in none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiki2md.grouping import grouped
from tiki2md.model import STUB, WIKI_PAGE
from tiki2md.site.names import collation_key
from tiki2md.site.structures import structures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tiki2md.model import Wiki
    from tiki2md.site.index import Entry, SiteIndex
    from tiki2md.site.structures import Node


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a navigation.

    Attributes:
        key: the only one of this kind in the site.
        label: what readers see.
        entry: the page that it leads to; ``None`` for a mere heading.
        children: the lines below it.
    """

    key: str
    label: str
    entry: Entry | None = None
    children: Sequence[Item] = ()


@dataclass(frozen=True, slots=True)
class Navigation:
    """All pages of a site, or of one of its languages.

    Attributes:
        home: the home page, unless a structure has it.
        structures: their trees; a page that has several places is at each of them.
        rest: the wiki pages that are in no structure, by their titles.
        sections: the posts, articles and the like, a heading for each kind; and the page of all
            categories, where there is one.
    """

    home: Item | None = None
    structures: Sequence[Item] = ()
    rest: Sequence[Item] = ()
    sections: Sequence[Item] = ()

    def all(self, index_label: str) -> list[Item]:
        """Everything, what is in no structure below a heading if there are structures.

        Args:
            index_label: of this heading.
        """
        home = [self.home] if self.home is not None else []
        rest = list(self.rest)
        if self.structures and rest:
            rest = [Item("index", index_label, children=rest)]
        return [*home, *self.structures, *rest, *self.sections]


def navigation_of(wiki: Wiki, index: SiteIndex, language: str | None = None) -> Navigation:
    """The navigation of a site; no draft is in it, and no stub.

    Args:
        wiki: its places.
        index: of the site.
        language: the part of paths that tells a language: only pages of this one.
    """
    entries = _shown(index, language)
    own = {id(entry) for entry in entries}

    def entry_of(name: str) -> Entry | None:
        entry = index.named(name)
        return entry if entry is not None and id(entry) in own else None

    trees = structures(wiki.places, lambda name: entry_of(name) is not None)
    items = [_item(node, entry_of) for node in trees]
    placed = {id(item.entry) for item in walked(items)}
    home_key = collation_key(wiki.home_page)
    home = None
    rest: list[Item] = []
    others: list[tuple[str, Item]] = []
    for number, entry in enumerate(entries):
        if id(entry) in placed:
            continue
        item = Item(f"page-{number}", entry.title, entry)
        if entry.kind != WIKI_PAGE:
            others.append((entry.stem.partition("/")[0], item))
        elif home is None and (entry.is_home or collation_key(entry.name) == home_key):
            home = item
        else:
            rest.append(item)
    rest.sort(key=lambda item: (collation_key(item.label), item.label))
    return Navigation(home, items, rest, _sections(others, index))


def _shown(index: SiteIndex, language: str | None) -> list[Entry]:
    """The entries that a navigation leads to."""
    return [
        entry
        for entry in index.entries
        if (language is None or entry.language == language)
        and not entry.page.hidden
        and entry.kind != STUB
    ]


def _sections(others: Iterable[tuple[str, Item]], index: SiteIndex) -> list[Item]:
    """A heading for each folder of posts and the like, and the page of all categories."""
    headings = [
        Item(f"section-{name}", name.capitalize(), children=children)
        for name, children in grouped(others).items()
    ]
    if index.category_list is not None:
        listed = index.category_list.entry
        headings.append(Item("categories", listed.title, listed))
    return headings


def _item(node: Node, entry_of: Callable[[str], Entry | None]) -> Item:
    entry = entry_of(node.place.page)
    label = " ".join(node.place.label.split()) or (entry.title if entry else node.place.page)
    children = [_item(child, entry_of) for child in node.children]
    return Item(f"place-{node.place.place_id}", label, entry, children)


def walked(items: Iterable[Item]) -> Iterator[Item]:
    """The items and all below them, in the order of reading."""
    for item in items:
        yield item
        yield from walked(item.children)
