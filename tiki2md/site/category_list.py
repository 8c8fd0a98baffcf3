"""A page of all categories, for targets that make no lists of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.grouping import grouped
from tiki2md.model import Page
from tiki2md.site.index import Entry
from tiki2md.site.names import collation_key, encode
from tiki2md.site.paths import PathAllocator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tiki2md.model import Wiki
    from tiki2md.site.index import SiteIndex

TITLE = "Categories"


@dataclass(frozen=True, slots=True)
class ListedCategory:
    """A category that has pages, or one below it has.

    Attributes:
        name: what it is called on the site; no other one is.
        path: the names from the top down to it.
        description: plain text, perhaps empty.
        entries: its pages, by their titles.
    """

    name: str
    path: Sequence[str]
    description: str = ""
    entries: Sequence[Entry] = ()


@dataclass(frozen=True, slots=True)
class CategoryList:
    """The page of all categories.

    Attributes:
        entry: where it is; none of the wiki's pages is behind it.
        categories: in the order of reading, those above first.
        places: by the name of a category, what stands behind ``#`` in a link to it; filled in
            by ``migration.category_page``, since ids of headings are the renderer's business.
    """

    entry: Entry
    categories: Sequence[ListedCategory]
    places: dict[str, str] = field(default_factory=dict)


def category_list_of(wiki: Wiki, index: SiteIndex) -> CategoryList | None:
    """The list of the categories of a site.

    Args:
        wiki: has their tree.
        index: of the site, with all its pages.

    Returns:
        ``None`` where the target makes lists itself, nobody wants any, or no page has a category.
    """
    if index.layout.terms is not None or not index.options.page_lists:
        return None
    categories = list(_listed(wiki, index))
    if not categories:
        return None
    layout = index.layout
    names = PathAllocator(layout.reserved, file_names=layout.file_names)
    for entry in index.entries:
        for stem in {entry.stem, entry.served}:
            # Links of some targets name no folder, so what lies in one counts as well there.
            names.take(stem.rpartition("/")[2] if names.titles else stem, "")
    _, stem = names.allocate(TITLE, TITLE)
    page = Page(name=TITLE, source="", modified=max(e.page.modified for e in index.entries))
    entry = Entry(
        pages=[page],
        number=0,
        name=page.name,
        kind=page.kind,
        title=TITLE,
        stem=stem,
        path=layout.path(stem),
    )
    index.served.add(entry.served)
    return CategoryList(entry, categories)


def category_url(index: SiteIndex, number: int = 0) -> str:
    """Where the pages of a category are listed, encoded, from the root of the site.

    Args:
        index: of the site.
        number: of the category; 0 for the list of all.

    Returns:
        nothing if they are not.
    """
    name = index.categories.get(number, "")
    if number and not name:
        return ""
    listed = index.category_list
    if listed is None:
        return index.term_url("categories", name)
    # Not to its heading: a fragment is more than servers are told here.
    return index.url(listed.entry) if not name or name in listed.places else ""


def category_fragment(listed: CategoryList, name: str) -> str | None:
    """What a link to a category has at its end, encoded; ``None`` if it is not in the list.

    Args:
        listed: the list.
        name: of the category on the site; empty for the list itself.
    """
    place = listed.places.get(name) if name else ""
    if place is None:
        return None
    return f"#{encode(place, safe='!$&*+,;=:@/?~._-')}" if place else ""


def _listed(wiki: Wiki, index: SiteIndex) -> Iterator[ListedCategory]:
    """The categories that have pages and those above them, sorted as a tree."""
    entries = grouped(
        (name, entry)
        for entry in index.entries
        if not (page := entry.page).hidden
        for name in index.categories_of(page)
    )
    paths = {number: tuple(wiki.category_path(number)) for number in sorted(wiki.categories)}
    used = {paths[number] for number, name in index.categories.items() if name in entries}
    open_paths = {path[:length] for path in used for length in range(1, len(path) + 1)}
    seen: set[str] = set()
    for number in sorted(paths, key=lambda number: (_order(paths[number]), number)):
        name = index.categories[number]
        # Two of one name below one parent are one on the site.
        if paths[number] in open_paths and name not in seen:
            seen.add(name)
            yield ListedCategory(
                name,
                paths[number],
                " ".join(wiki.categories[number].description.split()),
                sorted(entries.get(name, ()), key=_by_title),
            )


def _order(path: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((collation_key(name), name) for name in path)


def _by_title(entry: Entry) -> tuple[str, str]:
    return collation_key(entry.title), entry.title
