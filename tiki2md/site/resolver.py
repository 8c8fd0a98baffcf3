"""Answers for the links of one page, from the index of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from posixpath import dirname, relpath
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

from tiki2md.diagnostics import Code
from tiki2md.model import File
from tiki2md.site.category_list import category_fragment
from tiki2md.site.files import SiteFile
from tiki2md.site.names import collation_key, decode, encode
from tiki2md.site.old_forms import NEVER_PAGES
from tiki2md.tiki_urls import (
    CATEGORY_SCRIPT,
    HTML_PAGE_SCRIPT,
    INDEX_SCRIPT,
    PAGE_PREFIXES,
    PAGE_SCRIPTS,
    TAG_SCRIPT,
)
from tiki2md.transforms.links import LinkResolver, LinkTarget
from tiki2md.urls import is_same_host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.model import Page
    from tiki2md.site.files import Known
    from tiki2md.site.index import Entry, SiteIndex

_SCRIPTS = frozenset((*PAGE_SCRIPTS, HTML_PAGE_SCRIPT))
"""Scripts that are about one page: a link to any of them becomes a link to the page."""

_ON_OTHER_SITE = re.compile("https?://", re.IGNORECASE)

_CATEGORY = re.compile(r"cat([0-9]+)(?:-.*)?", re.DOTALL)

_PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("s", ""))
"""Endings of words in the plural, and in the singular (tiki-syntax §8.1)."""


def _singular(word: str) -> str:
    for plural, singular in _PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + singular
    return word


@dataclass(frozen=True, slots=True)
class PageResolver:
    """Implements ``LinkResolver`` for the links on ``entry``'s page.

    Attributes:
        index: of the site.
        entry: the page.
        used_files: takes the paths of the files that the page shows or links.
        led_into: takes the paths of the pages of which links name a place.
    """

    index: SiteIndex
    entry: Entry
    used_files: set[str] = field(default_factory=set)
    led_into: set[str] = field(default_factory=set)

    def page(self, name: str, anchor: str, *, word: bool = False) -> LinkTarget | None:
        """The target of ``((name|#anchor))``; ``None`` when no page has that name."""
        if (external := self._external(name, anchor)) is not None:
            return external
        found = self._in_namespace(name) or self.index.find(name)
        if not found and name.count("(") > name.count(")"):
            # ((Shed (blue))) names the page "Shed (blue" to Tiki; its author meant the other.
            found = self.index.find(f"{name})")
        if not found and word and self.index.options.wiki_plurals:
            found = self.index.find(_singular(name))
        if len(found) > 1:
            names = ", ".join(entry.name for entry in found)
            target = self._target(found[0], anchor)
            return replace(target, finding=Code.LINK_AMBIGUOUS, candidates=names)
        if found:
            return self._target(found[0], anchor)
        return self._missing(name)

    def _missing(self, name: str) -> LinkTarget | None:
        """What ``missing_links`` makes of links to a page that is not there."""
        options, name = self.index.options, name.strip()
        if options.missing_links == "link" and options.site_url:
            url = self._at_old_site(f"{INDEX_SCRIPT}?page={encode(name)}")
            return LinkTarget(url, finding=Code.LINK_OLD_SITE, missing=name)
        if collation_key(name) in self.index.left_out:
            return LinkTarget("", finding=Code.LINK_LEFT_OUT, missing=name)
        if options.missing_links == "error":
            return LinkTarget("", finding=Code.LINK_BROKEN, missing=name)
        stub = self.index.stubs.get(collation_key(name))
        return None if stub is None else LinkTarget(self.way_to(stub), missing=name)

    def _missing_id(self, url: str) -> LinkTarget:
        """The same for a link that gives the number of such a page; nobody knows its name."""
        options = self.index.options
        if options.missing_links == "link" and options.site_url:
            return LinkTarget(self._at_old_site(url), finding=Code.LINK_OLD_SITE)
        if options.missing_links == "error":
            return LinkTarget("", finding=Code.LINK_BROKEN)
        return LinkTarget("", finding=Code.LINK_MISSING_ID)

    def _at_old_site(self, url: str) -> str:
        """A relative address as one in the old wiki, if it is known where that is."""
        root = self.index.options.site_url
        return urljoin(root.rstrip("/") + "/", url) if root else url

    def url(self, url: str) -> LinkTarget | None:
        """The new form of a URL that leads into the wiki; ``None`` for any other URL.

        An empty URL in the answer says that the wiki has no such page.
        """
        parts = _parts(url)
        if parts is None:
            return None
        if not any(parts[:-1]):  # a place on this page, or nothing
            here = decode(parts.fragment)
            return replace(self._target(self.entry, here), title="") if here else None
        path = self._local_path(parts)
        if path is None:
            return None
        query = _values(parts)
        if self.index.files.leads(decoded := _as_served(path)):
            return self._file(self.index.files.find(decoded, query), url)
        script = path.rpartition("/")[2]
        if script in _SCRIPTS:
            return self._script(url, script, query, parts.fragment)
        return self._other(path, query, parts.fragment)

    def file_at(self, url: str) -> Known | None:
        """The file of the wiki that a URL led to, whether the site has it or not."""
        parts = _parts(url)
        path = self._local_path(parts) if parts is not None else None
        if parts is None or path is None:
            return None
        return self.index.files.find(_as_served(path), _values(parts))

    def _other(self, path: str, query: Mapping[str, str], fragment: str) -> LinkTarget | None:
        """What is neither a file nor found by a script about pages."""
        found = self.index.find_other(decode(path), query) or self._sef(path)
        if found is not None:
            return self._target(found, decode(fragment))
        term = self._term(decode(path), query)
        return LinkTarget(term) if term else None

    def _local_path(self, parts: SplitResult) -> str | None:
        """The path below the wiki's root; ``None`` for an address of somebody else."""
        root = urlsplit(self.index.options.site_url)
        below = root.path.strip("/")
        if (parts.scheme or parts.netloc) and not is_same_host(parts, root):
            return None
        path = parts.path.strip("/")
        if not below or not parts.path.startswith("/"):
            return path.removeprefix("./")
        if path == below:
            return ""
        return path[len(below) + 1 :] if path.startswith(f"{below}/") else None

    def _file(self, found: Known | None, url: str) -> LinkTarget:
        """Where a file is now; its old address if the site does not have it."""
        if isinstance(found, File) and _ON_OTHER_SITE.match(found.url):
            return LinkTarget(found.url, is_file=True)
        options = self.index.options
        if not isinstance(found, SiteFile) or options.copy_files == "none":
            # The old wiki may still be there; a relative address leads nowhere any more.
            return LinkTarget(self._at_old_site(url), finding=Code.FILE_NOT_COPIED, is_file=True)
        self.used_files.add(found.path)
        place, own = self.index.files.place(found.path), self.index.layout.html_from_file
        written = encode(relpath(place, dirname(self.entry.path) or "."))
        page = decode(self.index.url(self.entry))
        served = encode(relpath(decode(self.index.files.url(found.path)), dirname(page)))
        url = served if self.index.layout.html_links == "folder" else written
        return LinkTarget(url, is_file=True, html_url=written if own else served)

    def _script(
        self, url: str, script: str, query: Mapping[str, str], fragment: str
    ) -> LinkTarget | None:
        name = query.get("page") or query.get("pageName")
        found: Entry | None
        if name:
            found = next(iter(self.index.find_in_url(name)), None)
            if found is None:
                return self._missing(name) or LinkTarget("", missing=name)
        elif (page_id := query.get("page_id", "")).isdecimal():
            found = self.index.find_id(int(page_id[:18]))
            if found is None:
                return self._missing_id(url)
        elif script == INDEX_SCRIPT and "page_ref_id" not in query:
            found = self.index.home
        else:
            return None
        if found is None:
            return LinkTarget("")
        return self._target(found, decode(fragment))

    def _term(self, path: str, query: Mapping[str, str]) -> str:
        """The way to the list of pages in a category or with a tag; nothing if there is none."""
        script, language = path.rpartition("/")[2], self.entry.language
        if script == TAG_SCRIPT:
            tag = query.get("tag", "").strip('"')
            return self._to_list(self.index.term_url("tags", tag, language)) if tag else ""
        if short := _CATEGORY.fullmatch(path):
            number = short[1]
        elif script == CATEGORY_SCRIPT:
            number = query.get("parentId", "")
        elif path == "categories":
            number = ""
        else:
            return ""
        name = ""
        if number.isdecimal():
            name = self.index.categories.get(int(number[:18]), "")
            if not name:
                return ""
        if (listed := self.index.category_list) is not None:
            fragment = category_fragment(listed, name)
            return "" if fragment is None else self.way_to(listed.entry) + fragment
        return self._to_list(self.index.term_url("categories", name, language))

    def _to_list(self, url: str) -> str:
        """The way from the page to a list that the generator makes."""
        return f"{relpath(url, f'/{self._served(self.entry)}')}/" if url else ""

    def _sef(self, path: str) -> Entry | None:
        if not path:
            return self.index.home
        if NEVER_PAGES.search(path):
            return None
        names = [path, *(path.removeprefix(p) for p in PAGE_PREFIXES if path.startswith(p))]
        for name in names:
            if found := self.index.find_in_url(decode(name)):
                return found[0]
        return None

    def _in_namespace(self, name: str) -> list[Entry]:
        """The page of that name beside this one: ``((X))`` on ``A:_:B`` may mean ``A:_:X``."""
        separator = self.index.options.namespace_separator
        namespace = self.entry.name.rpartition(separator)[0] if separator else ""
        return self.index.find(f"{namespace}{separator}{name}") if namespace else []

    def _external(self, name: str, anchor: str) -> LinkTarget | None:
        """The target of ``((prefix:name))`` with the prefix of another wiki (tiki-syntax §8.1)."""
        prefix, colon, rest = name.partition(":")
        pattern = self.index.external.get(prefix.lower()) if colon and ":" not in rest else None
        if not pattern:
            return None
        fragment = f"#{encode(anchor.removeprefix('#'))}" if anchor else ""
        return LinkTarget(pattern.replace("$page", encode(rest, safe="~")) + fragment, rest)

    def _target(self, entry: Entry, anchor: str) -> LinkTarget:
        title = entry.title if entry.title != entry.name else ""
        wanted = anchor.removeprefix("#")
        place = self._place(entry, wanted) if wanted else ""
        if place is None:
            url = "" if entry is self.entry else self.way_to(entry)
            return LinkTarget(url, title, Code.LINK_MISSING_ANCHOR, anchor=wanted)
        fragment = f"#{place}" if place else ""
        if fragment and entry is self.entry:
            return LinkTarget(fragment, title)
        return LinkTarget(self.way_to(entry) + fragment, title)

    def way_to(self, entry: Entry) -> str:
        """The way from the page to another one."""
        if self._is_draft(entry):
            return self.index.url(entry)
        as_files = not self.entry.page.is_html or self.index.layout.html_links == ".md"
        # A generator looks for a file among those of the page's own language only.
        if as_files and entry.language == self.entry.language:
            return self.index.layout.way(entry.path, dirname(self.entry.path))
        # Each page is served as a folder.
        way = relpath(self._served(entry), self._served(self.entry))
        return encode(way) + "/"

    def _is_draft(self, entry: Entry) -> bool:
        """Whether a page has to be linked as a draft; only then is it read."""
        index = self.index
        asked = index.layout.drafts_by_address and index.options.visibility == "all"
        return asked and bool(entry.page.hidden)

    def _served(self, entry: Entry) -> str:
        """The folder as which a page is served, from the root of the site."""
        return unquote(self.index.url(entry)).strip("/") or "."

    def _place(self, entry: Entry, anchor: str) -> str | None:
        """What stands behind ``#`` in a link to a place; ``None`` if there is no such place."""
        if anchor.lower() == "top":  # HTML's own name for where a page begins
            return anchor if entry is self.entry else ""
        self.led_into.add(entry.path)
        place = self.index.anchor(entry, anchor)
        return None if place is None else encode(place, safe="!$&'*+,;=:@/?~._-")


def _parts(url: str) -> SplitResult | None:
    """The parts of a URL; ``None`` of what is none."""
    try:
        return urlsplit(url.strip())
    except ValueError:
        return None


def _as_served(path: str) -> str:
    """The path of a file as servers decode it: unlike to PHP, a plus sign is one."""
    return decode(path.replace("+", "%2B"))


def _values(parts: SplitResult) -> dict[str, str]:
    """The parameters of a URL; of two of one name the first counts."""
    return dict(reversed(parse_qsl(parts.query, keep_blank_values=True)))


def resolver_for(
    index: SiteIndex,
    page: Page,
    used_files: set[str] | None = None,
    led_into: set[str] | None = None,
) -> LinkResolver:
    """The resolver for the links on ``page``.

    Args:
        index: of the site.
        page: one of the pages that the index was built from.
        used_files: takes the paths of the files that the page shows or links.
        led_into: takes the paths of the pages of which links name a place.
    """
    used = set() if used_files is None else used_files
    led = set() if led_into is None else led_into
    return PageResolver(index, index.entry_of(page), used, led)


def way_between(index: SiteIndex, page: Page, entry: Entry) -> str:
    """The URL, encoded, that leads from ``page`` to the page of ``entry``.

    Args:
        index: of the site.
        page: one of the pages of ``index``.
        entry: another one.
    """
    return PageResolver(index, index.entry_of(page)).way_to(entry)
