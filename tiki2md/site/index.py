"""The index of a site: every page, its path, and what leads to it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tiki2md.model import WIKI_PAGE
from tiki2md.site.categories import terms_of
from tiki2md.site.entries import Entry
from tiki2md.site.files import FileIndex
from tiki2md.site.languages import Languages
from tiki2md.site.names import candidates, collation_key
from tiki2md.site.old_forms import numbered_forms
from tiki2md.site.paths import PathAllocator
from tiki2md.site.people import People
from tiki2md.spool import Shelf, Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tiki2md.model import Page
    from tiki2md.options import Options
    from tiki2md.site.categories import Terms
    from tiki2md.site.category_list import CategoryList
    from tiki2md.site.layout import Layout

__all__ = ["Entry", "SiteIndex"]

_TITLED = re.compile(r"([a-z]+[0-9]+)(?:-.*)?", re.DOTALL)


def no_anchors(page: Page) -> None:
    """Knows nothing about the places on a page."""
    del page


@dataclass(slots=True)
class SiteIndex:
    """All pages of a wiki, and how to find them.  Made by ``index_building.build_index``.

    Attributes:
        layout: the shape of the site.
        options: of the conversion.
        external: prefixes of other wikis, lower case, to URLs with ``$page`` in them.
        variables: dynamic variables by name.
        hotwords: words that were links wherever they stood, to their URLs.
        files: all files, and what leads to them.
        languages: of the site, and which pages are translations of one another.
        categories: what each is called on the site, by its id.
        category_list: the page of all categories, where the target makes no lists of them.
        people: the names of users.
        anchors_of: Tiki's ids of the places on a page to the target's; ``None`` if unknown.
        pages: what was read: those that visitors see, in the order of their ids, then others.
        entries: the pages of the site, in the same order.
        home: the wiki's home page.
        served: the paths under which pages are served, that of their language before them.
        paths: gives out the paths of pages.
        left_out: names of pages that nobody asked for, as Tiki compares them.
        stubs: what stands in for pages that only links name, by their names as Tiki compares them.
    """

    layout: Layout
    options: Options
    external: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    hotwords: Mapping[str, str] = field(default_factory=dict)
    files: FileIndex = field(default_factory=FileIndex)
    languages: Languages = field(default_factory=Languages)
    categories: Mapping[int, str] = field(default_factory=dict)
    category_list: CategoryList | None = None
    people: People = field(default_factory=People)
    anchors_of: Callable[[Page], Mapping[str, str] | None] = no_anchors
    pages: Spool[Page] = field(default_factory=Spool)
    entries: list[Entry] = field(default_factory=list)
    home: Entry | None = None
    served: set[str] = field(default_factory=set)
    paths: PathAllocator = field(default_factory=PathAllocator)
    left_out: frozenset[str] = frozenset()
    stubs: dict[str, Entry] = field(default_factory=dict)
    _exact: dict[str, Entry] = field(default_factory=dict)
    _collated: dict[str, Entry] = field(default_factory=dict)
    _aliases: dict[str, list[Entry]] = field(default_factory=dict)
    _slugs: dict[str, Entry] = field(default_factory=dict)
    _ids: dict[int, Entry] = field(default_factory=dict)
    _others: dict[tuple[str, int, str], Entry] = field(default_factory=dict)
    _forms: dict[tuple[str, str, str], Entry] = field(default_factory=dict)
    """Those that are no wiki pages, by a path and perhaps a parameter and its value."""
    _terms: Terms | None = None
    _anchors: Shelf[str, Mapping[str, str] | None] = field(default_factory=Shelf)

    def find(self, name: str) -> list[Entry]:
        """The pages that ``((name))`` means: one, none, or several that share an alias.

        Looked up as Tiki does: exactly, by its database's collation, as an alias; then,
        more forgiving than Tiki, as the slug of a URL.
        """
        key = collation_key(name)
        entry = self._exact.get(name) or self._collated.get(key)
        if entry is not None:
            return [entry]
        if key in self._aliases:
            return self._aliases[key]
        by_slug = self._slugs.get(key)
        return [by_slug] if by_slug is not None else []

    def find_in_url(self, text: str) -> list[Entry]:
        """The pages that ``text``, the decoded end of a URL, led to."""
        by_slug = self._slugs.get(collation_key(text))
        if by_slug is not None:
            return [by_slug]
        for name in candidates(text):
            if found := self.find(name):
                return found
        return []

    def named(self, name: str) -> Entry | None:
        """The page of exactly this name, or the one that it led on to."""
        return self._exact.get(name)

    def own_entry(self, name: str) -> Entry | None:
        """The page of exactly this name, and no other one that it led on to."""
        entry = self.named(name)
        return entry if entry is not None and entry.name == name else None

    def find_id(self, page_id: int) -> Entry | None:
        """The page with a database id."""
        return self._ids.get(page_id)

    def find_other(self, path: str, query: Mapping[str, str]) -> Entry | None:
        """The post, article or the like that an address of the wiki led to."""
        short = _TITLED.fullmatch(path)
        if short and (found := self._forms.get((short[1], "", ""))):
            return found
        script = path.rpartition("/")[2]
        found_in = (self._forms.get((script, name, value)) for name, value in query.items())
        return next((entry for entry in found_in if entry is not None), None)

    def anchor(self, entry: Entry, anchor: str) -> str | None:
        """What the target calls the place that Tiki calls ``anchor`` on a page.

        Returns:
            ``None`` if the page has no such place; empty if the target cannot name it.
        """
        anchors = self.anchors(entry)
        if anchors is not None:
            return anchors.get(anchor)
        return anchor if self.layout.anchors == "ids" else ""

    def anchors(self, entry: Entry) -> Mapping[str, str] | None:
        """What the target calls the places on a page, by Tiki's ids; ``None`` if unknown."""
        if entry.path not in self._anchors:
            # Only now: places are known by parsing, and few pages are linked to by anchor.
            self._anchors[entry.path] = self.anchors_of(entry.page)
        return self._anchors[entry.path]

    def entry_of(self, page: Page) -> Entry:
        """The entry of a page that the index was built from."""
        if page.kind == WIKI_PAGE:
            return self._exact[page.name]
        return self._others[_key(page)]

    def categories_of(self, page: Page) -> list[str]:
        """What the categories of a page are called on the site, each once."""
        names = (self.categories[number] for number in page.categories if number in self.categories)
        return list(dict.fromkeys(names))

    def terms(self) -> Terms:
        """The categories and tags of which the new site has lists."""
        if self.layout.terms is None:
            return {}
        if self._terms is None:
            # Only now: all pages must be there.
            self._terms = terms_of(
                (entry.language, self.categories_of(page), page.tags)
                for entry, page in ((entry, entry.page) for entry in self.entries)
            )
        return self._terms

    def term_urls(self) -> set[str]:
        """The URLs of all lists of pages in a category or with a tag, encoded."""
        return {
            url
            for kind, terms in self.terms().items()
            for name, languages in terms.items()
            for language in languages
            for url in (
                self.layout.term_url(kind, name, language),
                self.layout.term_url(kind, "", language),
            )
            if url
        }

    def term_url(self, kind: str, name: str = "", language: str = "") -> str:
        """The URL of a list of pages, encoded, from the root of the site; empty without one.

        Args:
            kind: ``categories`` or ``tags``.
            name: of the category or tag; empty for the list of all.
            language: where the list is wanted, if there is one.
        """
        terms = self.terms().get(kind, {})
        own = (
            terms.get(name, ()) if name else sorted({one for has in terms.values() for one in has})
        )
        if not own:
            return ""
        return self.layout.term_url(kind, name, language if language in own else own[0])

    def add(self, entry: Entry, page: Page) -> None:
        """Make the entry of a page known; of two that go by the same name the first one wins."""
        self.entries.append(entry)
        self.served.add(f"{entry.language}/{entry.served}" if entry.language else entry.served)
        if entry.kind == WIKI_PAGE:
            self._name(page, entry.name, entry)
        else:
            self._others[_key(page)] = entry
            for form in numbered_forms(page):
                name, value = form.query[0] if form.query else ("", "")
                for path in form.paths:
                    self._forms.setdefault((path, name, value), entry)
        if entry.is_home and not entry.language:
            self.home = entry

    def add_behind(
        self,
        page: Page,
        stem: str,
        title: str,
        language: str = "",
        wanted_by: Sequence[Entry] = (),
    ) -> Entry:
        """Add a page behind all others; its entry.

        Args:
            page: of which nobody else has an entry.
            stem: its path, that the allocator gave.
            title: shown to readers.
            language: as ``Entry.language``.
            wanted_by: as ``Entry.wanted_by``.
        """
        self.pages.append(page)
        entry = Entry(
            pages=self.pages,
            number=len(self.pages) - 1,
            name=page.name,
            kind=sys.intern(page.kind),
            title=title,
            stem=stem,
            path=self.layout.path(stem, language),
            language=language,
            wanted_by=wanted_by,
        )
        self.add(entry, page)
        return entry

    def url(self, entry: Entry) -> str:
        """The URL of a page, encoded, from the root of the site."""
        return self.layout.url(entry.stem, is_index=entry.is_index, language=entry.language)

    def served_pages(self) -> dict[str, str]:
        """What the site serves pages at, decoded, from its root: the paths of their files."""
        urls = {unquote(self.url(entry)): entry.path for entry in self.entries}
        if self.layout.page_url.endswith(".html"):
            # The page of a folder is a file as well.
            urls |= {unquote(self.layout.url(entry.stem)): entry.path for entry in self.entries}
        return urls

    def lead(self, page: Page, entry: Entry) -> None:
        """Make all that is known as ``page`` lead to ``entry``."""
        entry.former = [*entry.former, page]
        self._name(page, page.name, entry)

    def _name(self, page: Page, name: str, entry: Entry) -> None:
        # ``name`` is that of the page, but perhaps a string that is held anyway.
        self._exact.setdefault(name, entry)
        self._collated.setdefault(collation_key(name), entry)
        if page.slug:
            self._slugs.setdefault(collation_key(page.slug), entry)
        if page.page_id:
            self._ids.setdefault(page.page_id, entry)
        for alias in page.aliases:
            sharing = self._aliases.setdefault(collation_key(alias), [])
            if entry not in sharing:
                sharing.append(entry)


def _key(page: Page) -> tuple[str, int, str]:
    return page.kind, page.page_id, page.name
