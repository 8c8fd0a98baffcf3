"""The map of old URLs: all under which anything of the wiki was reachable, and where each leads.

Everything here is decoded: a path is what a server makes of ``%20``, a value what PHP makes
of ``+`` and ``%C3%A9``.  How a client may have written them is the business of ``hosts``.
Letters A to Z count as equal to a to z, as in Tiki.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from tiki2md.diagnostics import Code, Reporter
from tiki2md.lookup import Lookup
from tiki2md.model import STUB, WIKI_PAGE, File
from tiki2md.site.category_list import category_url
from tiki2md.site.claims import Claims
from tiki2md.site.names import ascii_lower
from tiki2md.site.old_forms import (
    decoded_names_of,
    file_forms,
    named_forms,
    names_of,
    numbered_forms,
    tag_forms,
)
from tiki2md.site.old_routes import ends_of_routes, is_web_address
from tiki2md.spool import Spool
from tiki2md.tiki_urls import (
    INDEX_SCRIPT,
    Form,
    article_image_forms,
    attachment_form,
    blog_image_form,
    category_forms,
    forum_attachment_form,
    image_forms,
    item_attachment_form,
    place_form,
    plain_article_image_form,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from tiki2md.model import Page, Wiki
    from tiki2md.site.claims import Query
    from tiki2md.site.index import Entry, SiteIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Old URLs that led to one place, and its new URL.

    Attributes:
        paths: from the root of the server, each with a ``/`` before it; decoded.
        query: the parameters that all of them depend on, decoded; others may stand beside
            them.  Empty for URLs that depend on none.
        titled: whether a hyphen and a title may follow each path, as in ``/cat7-boats``.
        target: encoded, a path from the root of the new site or a whole URL; empty where
            the new site has nothing in its place.
    """

    paths: tuple[str, ...]
    query: Query = ()
    titled: bool = False
    target: str = ""

    @property
    def shown(self) -> str:
        """The first of its URLs, for messages."""
        return shown(self.paths[0], self.query)

    def __reduce__(self) -> tuple[Any, ...]:
        """In few words: there are many for each page, and they lie on disk."""
        return _redirect, (self.paths, self.query, self.titled, self.target)


def _redirect(*values: Any) -> Redirect:
    paths, query, titled, target = values
    return Redirect(paths=paths, query=query, titled=titled, target=target)


def shown(path: str, query: Query) -> str:
    """An old URL, decoded, for messages."""
    values = "&".join(f"{name}={value}" for name, value in query)
    return f"{path}?{values}" if values else path


def base_path(site_url: str) -> str:
    """The path of the old wiki's root, with a ``/`` at both ends."""
    inner = unquote(urlsplit(site_url).path).strip("/")
    return f"/{inner}/" if inner else "/"


def redirect_map(
    wiki: Wiki,
    index: SiteIndex,
    reporter: Reporter | None = None,
    copied: Collection[str] = (),
) -> Spool[Redirect]:
    """All old URLs of a wiki, each once; where two claim one, Tiki's order decides.

    The forms are those of tiki-exports §6.3, the names those of §6.4: slug, name, either
    in each scheme, aliases, and the same of pages that only led on to this one.

    Args:
        wiki: what the readers made.
        index: of its site.
        reporter: told of old URLs that cannot lead where they led.
        copied: paths of the files that the site has, below its root.
    """
    served = new_urls(index, copied)
    collector = _Collector(base_path(index.options.site_url), served, reporter or Reporter())
    # What has a number is found by it before any page is looked for.
    _add_files(collector, wiki, index, served)
    _add_terms(collector, wiki, index)
    _add_pages(collector, wiki, index)
    for route, path, target in ends_of_routes(wiki.routes, index, collector):
        if target:
            collector.add(Form((path,)), target)
        else:
            collector.reporter.report(Code.REDIRECT_ROUTE, pattern=route.pattern)
    return collector.redirects


def checked_redirects(
    wiki: Wiki, index: SiteIndex, reporter: Reporter, copied: Collection[str]
) -> Spool[Redirect]:
    """As ``redirect_map``, and what is wrong with it is reported."""
    redirects = redirect_map(wiki, index, reporter, copied)
    for problem in problems(redirects, new_urls(index, copied)):
        reporter.report(Code.REDIRECT_WRONG, problem=problem)
    return redirects


def new_urls(index: SiteIndex, copied: Collection[str] = ()) -> set[str]:
    """The URLs of the new site: pages, those that its generator makes too, and files."""
    urls = {index.url(entry) for entry in index.entries}
    for file in index.files.all():
        if index.files.place(file.path) in copied:
            urls.add(index.files.url(file.path))
    urls |= index.term_urls()
    if index.category_list is not None:
        urls.add(index.url(index.category_list.entry))
    return urls - {""}


def problems(redirects: Sequence[Redirect], known: Collection[str]) -> Iterator[str]:
    """What is wrong with a map; nothing, unless there is a mistake in its making.

    Each old URL is there once, each target exists, and none is an old URL itself:
    so there are no loops and no chains.

    Args:
        redirects: the map.
        known: the URLs of the new site, files included.
    """
    claims = Claims()
    for redirect in redirects:
        for path in claims.add(redirect.paths, redirect.query, redirect.target):
            yield f"{shown(path, redirect.query)} is there twice"
    for redirect in redirects:
        if not redirect.target or _is_elsewhere(redirect.target):
            continue
        if redirect.target not in known:
            yield f"{redirect.shown} leads to {redirect.target}, which does not exist"
        if claims.target_of(unquote(redirect.target)) is not None:
            yield f"{redirect.shown} leads to {redirect.target}, which is an old address too"


class _Collector:
    """Redirects in the order of their claims: the first to claim a URL has it."""

    def __init__(self, base: str, served: Collection[str], reporter: Reporter) -> None:
        self.base = base
        self.reporter = reporter
        self.redirects: Spool[Redirect] = Spool()
        self._claims = Claims()
        self._own = Lookup((_path_key(url), url) for url in sorted(served))

    def add(self, form: Form, target: str) -> None:
        """Let the URLs of a form lead to ``target``, those that nobody has claimed."""
        paths = tuple(path for end in form.paths for path in self._paths(end))
        taken = self._claims.taken(paths, form.query)
        for path, before in taken.items():
            if before != target:
                self._report(path, form.query, target, f"it leads to {before or 'nothing'}")
        if taken or not form.query:
            paths = tuple(
                path
                for path in paths
                if path not in taken and (form.query or self._is_free(path, target))
            )
        if paths:
            self.redirects.append(
                Redirect(paths=paths, query=form.query, titled=form.titled, target=target)
            )
            self._claims.add(paths, form.query, target)

    def target_of(self, path: str, query: Query) -> str:
        """Where an old URL leads by what has been added: a path below the base, and parameters."""
        for part in (*((pair,) for pair in query), ()):
            if target := self._claims.target_of(f"{self.base}{path}", part):
                return target
        return ""

    def _paths(self, end: str) -> tuple[str, ...]:
        """A path below the base; of the base itself also without the last slash."""
        bare = self.base.rstrip("/")
        return (f"{self.base}{end}",) if end or not bare else (self.base, bare)

    def _is_free(self, path: str, target: str) -> bool:
        """Whether the new site leaves a path without a query to the old addresses."""
        own = self._own.get(_path_key(path))
        if own is None:
            return True
        if own != target:
            self._report(path, (), target, f"{own} is an address of the new site")
            return False
        # The new site answers this one by itself, unless letters differ in case.
        return own.endswith("/") and unquote(own).rstrip("/") != path.rstrip("/")

    def _report(self, path: str, query: Query, target: str, reason: str) -> None:
        if target:
            url = shown(path, query)
            self.reporter.report(Code.REDIRECT_TAKEN, url=url, target=target, reason=reason)


def _path_key(url: str) -> str:
    """Equal for URLs that a visitor may type for one another, with or without the last ``/``."""
    return ascii_lower(unquote(url)).rstrip("/")


def _is_elsewhere(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.scheme or parts.netloc)


def _add_files(
    collector: _Collector, wiki: Wiki, index: SiteIndex, served: Collection[str]
) -> None:
    forms = [form for file in wiki.files.values() for form in file_forms(file)]
    forms += [attachment_form(number) for number in wiki.attachments]
    forms += [form for number in wiki.images for form in image_forms(number)]
    forms += [forum_attachment_form(number) for number in wiki.forum_attachments]
    forms += [item_attachment_form(number) for number in wiki.item_attachments]
    forms += [blog_image_form(number) for number in wiki.blog_images]
    forms += [form for key in sorted(wiki.article_images) for form in article_image_forms(*key)]
    for form in [*forms, *_plain_picture_forms(wiki, index, served)]:
        collector.add(form, _file_url(form, index, served))


def _plain_picture_forms(wiki: Wiki, index: SiteIndex, served: Collection[str]) -> Iterator[Form]:
    """The URLs of pictures that name no kind, and mean that of an article."""
    # Where a picture of another kind is not there, its address would lead to this one.
    absent = {
        number
        for kind, number in wiki.article_images
        if not all(_file_url(form, index, served) for form in article_image_forms(kind, number))
    }
    for kind, number in sorted(wiki.article_images):
        if kind == "article" and number not in absent:
            yield plain_article_image_form(number)


def _file_url(form: Form, index: SiteIndex, served: Collection[str]) -> str:
    """Where the file is now that the URLs of a form led to; empty if the site lacks it."""
    found = index.files.find(form.paths[0], dict(form.query))
    if isinstance(found, File):
        return found.url if is_web_address(found.url) else ""
    url = index.files.url(found.path) if found is not None else ""
    return url if url in served else ""


def _add_terms(collector: _Collector, wiki: Wiki, index: SiteIndex) -> None:
    for number in sorted(wiki.categories):
        for form in category_forms(number):
            collector.add(form, category_url(index, number))
    if url := category_url(index):
        for form in category_forms(0):
            collector.add(form, url)
    for tag in index.terms().get("tags", {}):
        for form in tag_forms(tag):
            collector.add(form, index.term_url("tags", tag))


def _add_pages(collector: _Collector, wiki: Wiki, index: SiteIndex) -> None:
    for page, entry in _pages(index):
        for form in numbered_forms(page):
            collector.add(form, index.url(entry))
    for place in wiki.places.values():
        if len(found := index.find(place.page)) == 1:
            collector.add(place_form(place.place_id), index.url(found[0]))
    home = index.home or next(iter(index.find(wiki.home_page)), None)
    if home is not None:
        collector.add(Form((INDEX_SCRIPT,)), index.url(home))
        collector.add(Form(("",)), index.url(home))
    for names_in in (names_of, decoded_names_of):
        for page, entry in _pages(index):
            if page.kind in {WIKI_PAGE, STUB}:
                _add_names(collector, index, entry, names_in(page))


def _pages(index: SiteIndex) -> Iterator[tuple[Page, Entry]]:
    """All pages with the entries that they lead to, one at a time: the texts lie on disk."""
    for entry in index.entries:
        yield entry.page, entry
        for page in entry.former:
            yield page, entry


def _add_names(collector: _Collector, index: SiteIndex, entry: Entry, names: Iterable[str]) -> None:
    for name in names:
        # An alias led on only where one page had it.
        owners = index.find_in_url(name) or [entry]
        if len(owners) == 1:
            for form in named_forms(name):
                collector.add(form, index.url(owners[0]))
