"""The old addresses of a page, as aliases that a static site can serve.

A static site cannot match a query, so ``tiki-index.php?page=…`` is out of its
reach; the paths of Tiki's search-engine-friendly URLs are within it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from tiki2md.model import WIKI_PAGE
from tiki2md.site.names import dashed, decode
from tiki2md.site.old_forms import UNSAFE_PATH, numbered_forms
from tiki2md.site.paths import MAX_NAME_BYTES
from tiki2md.tiki_urls import INDEX_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.model import Page
    from tiki2md.site.index import Entry, SiteIndex

_OF_HOSTS = frozenset({"_headers", "_redirects", "_routes.json", "_worker.js"})
"""What hosts read at the root of a site, where no folder of that name may be."""
_OF_GIT = re.compile(r"(?:^|/)(?:\.git|(?:g[^/~]{0,5})?~\d+)(?:[ .:][^/]*)?(?:/|$)", re.IGNORECASE)
"""Folders that no repository can hold, so that nobody could keep the site in one.

Short names of Windows are among them: `git fsck` takes ``GITMOD~1`` for ``.gitmodules``.
"""


def aliases_of(index: SiteIndex, entry: Entry) -> list[str]:
    """The old paths of a page as its front matter has them.

    Hugo takes a path from the root for one below the folder of the page's language, so those
    of a language with a folder of its own are told by the way from the page.
    """
    paths = old_paths(index, entry)
    if not entry.language:
        return paths
    up = "../" * index.url(entry).strip("/").count("/")
    return [f"{up}..{path}" for path in paths]


def old_paths(index: SiteIndex, entry: Entry) -> list[str]:
    """Paths, from the root of the site, that led to a page of the old wiki.

    ``classic``: the page's name as Tiki's ``urlencode`` scheme had it, and its id as a
    query.  ``paths``: the slug, the name with plus signs, and the same of every other
    name of the page.  A server decodes a path before it looks for a file, so these
    are written decoded, except for the plus, which it leaves alone.  What is the address of a
    page now is not among them.
    """
    style = index.options.old_urls
    if style == "none":
        return []
    pages = [entry.page, *entry.former]
    if entry.kind != WIKI_PAGE:
        forms = numbered_forms(entry.page)
        paths = [path for form in forms if not form.query for path in form.paths]
    elif style == "classic":
        paths = [path for page in pages for path in _classic_paths(page)]
    else:
        named = dict.fromkeys(path for page in pages for path in _named_paths(index, entry, page))
        paths = [path for path in named if _can_lead(index, entry, path)]
    return [f"/{path}" for path in paths if path not in index.served]


def _classic_paths(page: Page) -> list[str]:
    query = [f"{INDEX_SCRIPT}?page_id={page.page_id}"] if page.page_id else []
    return [urlencoded(page.name), *query]


def _named_paths(index: SiteIndex, entry: Entry, page: Page) -> Iterator[str]:
    """What Tiki's other schemes made of the names of a page; some may be no paths at all."""
    if decode(page.slug) != page.name:
        yield page.slug
    yield plus(page.name)
    for name in _own_aliases(index, entry, page):
        yield dashed(name)
        yield plus(name)


def plus(name: str) -> str:
    """``name`` as a path with plus signs for spaces, all else decoded."""
    return name.strip().replace(" ", "+")


def urlencoded(name: str) -> str:
    """``name`` as Tiki's ``urlencode`` scheme writes it (tiki-exports §6.1)."""
    return quote_plus(name, safe="", errors="replace").replace("~", "%7E")


def _own_aliases(index: SiteIndex, entry: Entry, page: Page) -> list[str]:
    """Names of the page that lead to this entry alone, as Tiki demands of a redirect."""
    # Paths are compared: the entry of an old version of a page is another one at the same path.
    return [name for name in page.aliases if [at.path for at in index.find(name)] == [entry.path]]


def _can_lead(index: SiteIndex, entry: Entry, path: str) -> bool:
    """Whether a site can serve a page at ``path``, and no other page has more of a claim to it."""
    if not path or UNSAFE_PATH.search(path) or _OF_GIT.search(path):
        return False
    # A longer name is no name of a file; no server could find the page under it.
    longest = MAX_NAME_BYTES - len(index.layout.alias_ending)
    parts = path.split("/")
    if any(len(part.encode("utf-8", "replace")) > longest for part in parts):
        return False
    if parts[0].lower() in _OF_HOSTS:
        return False
    owners = index.find_in_url(path)
    return not owners or owners[0].path == entry.path
