"""Answers about a whole wiki for those who evaluate its lists.

Satisfies ``plugins.sitedata.SiteData`` without knowing it, as the resolver
satisfies ``LinkResolver``.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.grouping import grouped
from tiki2md.model import STUB, TOPIC, WIKI_PAGE
from tiki2md.site.listed import ListedPage, listed
from tiki2md.site.names import collation_key
from tiki2md.site.people import public_login
from tiki2md.site.records import Records
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from tiki2md.model import (
        Category,
        Comment,
        File,
        Page,
        Place,
    )
    from tiki2md.site.index import SiteIndex


def no_links(page: Page) -> Iterable[str]:
    """Knows nothing about the links of a page."""
    del page
    return ()


class _Links(NamedTuple):
    """For each page those that link to it, and for each missing one who wants it, by names."""

    linking: Mapping[str, Sequence[ListedPage]]
    wanting: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class WikiData(Records):
    """The wiki behind ``index``.  Everything is computed when first asked for, once.

    What an anonymous visitor could not see is in no answer but that of ``page``.

    Attributes:
        wiki: what the readers made.
        index: finds pages by name, as it does for links.
        links_of: the names in a page's links; asked once for each page, and only
            when back links are wanted, because it parses.
        hidden: names of pages that an anonymous visitor could not view.
    """

    index: SiteIndex
    links_of: Callable[[Page], Iterable[str]] = no_links
    hidden: Collection[str] = field(default_factory=frozenset)

    def page(self, name: str) -> Page | None:
        """The page that a link ``((name))`` leads to."""
        found = self.index.find(name)
        return found[0].page if found else None

    def visible(self, name: str) -> bool:
        """Whether an anonymous visitor could view the page."""
        return name not in self.hidden

    def may(self, permission: str) -> bool | None:
        """Whether an anonymous visitor has a permission on the whole site; ``None`` if unknown."""
        known = self.wiki.permissions
        return None if known is None else permission in known

    def has_preference(self, name: str, value: str) -> bool | None:
        """Whether a preference of the site has a value; ``None`` for one that it never set."""
        stored = self.wiki.preferences.get(name)
        return None if stored is None else stored == value

    def pages(self) -> Sequence[ListedPage]:
        """All wiki pages that are visible, in the order of their ids."""
        return self.of_kind(WIKI_PAGE)

    def of_kind(self, kind: str) -> Sequence[ListedPage]:
        """All that is visible of a kind, such as ``article``, in the order of the ids."""
        return self._kinds.get(kind, ())

    def person(self, login: str) -> str:
        """What readers see of a user; empty where nobody is named."""
        options = self.index.options
        if options.people == "none":
            return ""
        # Of pages it is told already, but plugins name users, too.
        return self.index.people.shown(public_login(login, addresses=options.ip_addresses))

    def links_to(self, name: str) -> Sequence[ListedPage]:
        """The visible wiki pages that link to ``name``, itself included if it does."""
        return self._links.linking.get(name, ())

    def wanted(self) -> Sequence[tuple[str, Sequence[str]]]:
        """Names that links have and no page, sorted, each with the pages that have the links."""
        return sorted(self._links.wanting.items())

    def translations(self, name: str) -> Sequence[Page]:
        """The visible translations of a page, without itself."""
        return [page for page in self._translations.get(name, ()) if page.name != name]

    def tagged(self, tag: str) -> Sequence[ListedPage]:
        """The visible pages of all kinds that have ``tag``, in any case."""
        return self._tags.get(tag.casefold(), ())

    def category(self, number: int) -> Category | None:
        """The category with this number."""
        return self.wiki.categories.get(number)

    def categories_below(self, number: int) -> Sequence[int]:
        """The categories below this one at any depth, ascending; below 0 are all."""
        if not number:
            return sorted(self.wiki.categories)
        return _below(number, self._subcategories)

    def category_path(self, number: int) -> Sequence[Category]:
        """The categories from the top one down to this one."""
        return self.wiki.category_line(number)

    def in_category(self, number: int) -> Sequence[ListedPage]:
        """The visible pages of all kinds in this very category."""
        return self._members.get(number, ())

    def places(self, name: str) -> Sequence[Place]:
        """Where a page stands in structures."""
        return self._places_of.get(name, ())

    def place(self, number: int) -> Place | None:
        """The place with this number."""
        return self.wiki.places.get(number)

    def places_below(self, number: int) -> Sequence[Place]:
        """The places right below this one, in their order, without those of hidden pages."""
        return self._places_below.get(number, ())

    def heads_structure(self, name: str) -> bool:
        """Whether a page is the root of a structure."""
        return any(not place.parent_id for place in self.places(name))

    def file(self, number: int) -> File | None:
        """The file of a gallery, also by a number that it had before."""
        return _public(self.wiki.file(number))

    def gallery(self, number: int) -> Sequence[File]:
        """The current files of a gallery."""
        return self._galleries.get(number, ())

    def galleries_below(self, number: int) -> Sequence[int]:
        """The galleries in this one at any depth, ascending."""
        return _below(number, self._subgalleries)

    def files(self) -> Sequence[File]:
        """The current files of all galleries."""
        found = [file for files in self._galleries.values() for file in files]
        return sorted(found, key=lambda file: file.file_id)

    def attachment(self, number: int) -> File | None:
        """The attachment with this number."""
        return _public(self.wiki.attachments.get(number))

    def attachments(self, name: str) -> Sequence[File]:
        """The files attached to a page."""
        return [file for file in self._attached.get(name, ()) if not file.hidden]

    def attached_to(self, page: Page) -> Sequence[File]:
        """The files attached to a page, or to the first post of a topic, that the site may have."""
        if page.kind == TOPIC:
            found: Sequence[File] = self._posted.get(page.page_id, ())
        else:
            found = self._attached.get(page.name, ()) if page.kind == WIKI_PAGE else ()
        return self._kept(found)

    def posted_with(self, comment: Comment) -> Sequence[File]:
        """The files attached to an answer in a forum."""
        if comment.object_kind != TOPIC:
            return ()
        return self._kept(self._posted.get(comment.comment_id, ()))

    def _kept(self, files: Sequence[File]) -> Sequence[File]:
        everything = self.index.options.visibility == "all"
        return [file for file in files if everything or not file.hidden]

    def discussion(self, page: Page) -> Sequence[Comment]:
        """The comments on a page, or the answers to a topic, that visitors could read."""
        key = collation_key(page.name) if page.kind == WIKI_PAGE else str(page.page_id)
        return Spool.of(self.wiki.comments).at(self._discussions.get((page.kind, key), ()))

    @cached_property
    def _discussions(self) -> Mapping[tuple[str, str], Sequence[int]]:
        found: defaultdict[tuple[str, str], array[int]] = defaultdict(lambda: array("L"))
        for number, comment in enumerate(self.wiki.comments):
            if comment.approved and not comment.hidden:
                kind, name = comment.object_kind, comment.object_name
                found[kind, collation_key(name) if kind == WIKI_PAGE else name].append(number)
        return dict(found)

    @cached_property
    def _listed(self) -> list[ListedPage]:
        return [
            listed(entry, page)
            for entry in self.index.entries
            if (page := entry.page).kind != STUB and self._is_seen(page)
        ]

    def _is_seen(self, page: Page) -> bool:
        return self.visible(page.name) if page.kind == WIKI_PAGE else not page.hidden

    @cached_property
    def _kinds(self) -> dict[str, list[ListedPage]]:
        return grouped((page.kind, page) for page in self._listed)

    @cached_property
    def _links(self) -> _Links:
        linking: defaultdict[str, list[ListedPage]] = defaultdict(list)
        wanting: defaultdict[str, list[str]] = defaultdict(list)
        for page in self.pages():
            names = dict.fromkeys(name.strip() for name in self.links_of(page.page))
            targets: dict[str, None] = {}
            for name in names:
                found = self.page(name)
                if found is not None:
                    targets[found.name] = None
                elif name and not self._is_external(name) and not self._is_hidden(name):
                    wanting[name].append(page.name)
            for target in targets:
                linking[target].append(page)
        return _Links(dict(linking), dict(wanting))

    def _is_hidden(self, name: str) -> bool:
        return collation_key(name) in self._hidden_keys

    @cached_property
    def _hidden_keys(self) -> frozenset[str]:
        return frozenset(map(collation_key, self.hidden))

    def _is_external(self, name: str) -> bool:
        prefix, colon, _ = name.partition(":")
        return bool(colon) and prefix.lower() in self.index.external

    @cached_property
    def _translations(self) -> dict[str, list[Page]]:
        groups: dict[str, list[Page]] = {}
        for names in self.wiki.translations:
            pages = [page for name in names if (page := self.page(name)) and self.visible(name)]
            groups.update(dict.fromkeys(names, pages))
        return groups

    @cached_property
    def _tags(self) -> dict[str, list[ListedPage]]:
        return grouped(
            (tag, page)
            for page in self._listed
            for tag in dict.fromkeys(tag.casefold() for tag in page.tags)
        )

    @cached_property
    def _members(self) -> dict[int, list[ListedPage]]:
        return grouped((number, page) for page in self._listed for number in page.categories)

    @cached_property
    def _subcategories(self) -> dict[int, list[int]]:
        categories = self.wiki.categories.values()
        return grouped((category.parent_id, category.category_id) for category in categories)

    @cached_property
    def _subgalleries(self) -> dict[int, list[int]]:
        galleries = self.wiki.galleries.values()
        return grouped((gallery.parent_id, gallery.gallery_id) for gallery in galleries)

    @cached_property
    def _places_of(self) -> dict[str, list[Place]]:
        return grouped((place.page, place) for place in self.wiki.places.values())

    @cached_property
    def _places_below(self) -> dict[int, list[Place]]:
        places = sorted(self.wiki.places.values(), key=lambda p: (p.position, p.place_id))
        return grouped((place.parent_id, place) for place in places if self.visible(place.page))

    @cached_property
    def _galleries(self) -> dict[int, list[File]]:
        shown = (f for f in self.wiki.files.values() if not f.archive_of and not f.hidden)
        return grouped((file.gallery_id, file) for file in shown)

    @cached_property
    def _attached(self) -> dict[str, list[File]]:
        return grouped(
            (owner.name if (owner := self.page(file.page)) else file.page, file)
            for file in self.wiki.attachments.values()
        )

    @cached_property
    def _posted(self) -> dict[int, list[File]]:
        return grouped((file.post, file) for _, file in sorted(self.wiki.forum_attachments.items()))


def _below(number: int, children: Mapping[int, Sequence[int]]) -> list[int]:
    """The numbers below one at any depth, ascending; some may lie below themselves."""
    found: set[int] = set()
    open_ones = [number]
    while open_ones:
        for child in children.get(open_ones.pop(), ()):
            if child not in found and child != number:
                found.add(child)
                open_ones.append(child)
    return sorted(found)


def _public(file: File | None) -> File | None:
    return None if file is None or file.hidden else file
