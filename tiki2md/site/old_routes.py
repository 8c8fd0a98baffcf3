"""A site's own routes (table ``tiki_custom_route``): where each ended (tiki-exports §6.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl, quote_plus, unquote, urljoin, urlsplit

from tiki2md.model import TOPIC, WIKI_PAGE
from tiki2md.tiki_urls import CATEGORY_SCRIPT, FILE_SCRIPT, INDEX_SCRIPT, NUMBERED
from tiki2md.urls import is_same_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tiki2md.model import Route
    from tiki2md.site.index import SiteIndex

_REGULAR_EXPRESSION = re.compile(r"[\\^$|?*+()\[\]{}]")
_DELIMITED = re.compile(r"([|#~/!@])\^?(.*?)\$?\1[a-z]*", re.DOTALL)

_WEB_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_UNENCODED = frozenset("\"<>[]^`{|}\\'")

_OBJECTS = {
    "category": (CATEGORY_SCRIPT, "parentId"),
    "file": (FILE_SCRIPT, "fileId"),
    "forum post": NUMBERED[TOPIC][:2],
    **{kind: NUMBERED[kind][:2] for kind in ("article", "blog post", "faq")},
}
"""Script and parameter of the objects that a route may lead to, besides pages."""


class OldTargets(Protocol):
    """What is known of old URLs already."""

    @property
    def base(self) -> str:
        """The path of the old wiki's root, with a ``/`` at both ends."""

    def target_of(self, path: str, query: tuple[tuple[str, str], ...]) -> str:
        """The new URL of a path below the base, with parameters; or nothing."""


def ends_of_routes(
    routes: Iterable[Route], index: SiteIndex, targets: OldTargets
) -> Iterator[tuple[Route, str, str]]:
    """Each route with the path that it was for, and the new URL where it ends.

    The URL is that at the end, however many routes lie between.  It is empty where the route
    is for more than one path, leads in a circle, or to something that the new site lacks.

    Args:
        routes: all of the wiki.
        index: of the site.
        targets: answers for all old URLs but those of routes that are still to come.
    """
    routes = list(routes)
    known = {path: route for route in routes if (path := _literal(route.pattern))}
    ends: dict[str, str] = {}
    for route in routes:
        path = _literal(route.pattern)
        yield route, path, _end(path, known, ends, index.options.site_url, targets)


def _end(
    path: str,
    known: Mapping[str, Route],
    ends: dict[str, str],
    site_url: str,
    targets: OldTargets,
) -> str:
    """Where a path ends, which is noted in ``ends`` for it and for all that lie on its way."""
    passed: list[str] = []
    end = ""
    while path in known:
        if path in ends:
            end = ends[path]
            break
        # Until the end is known: a way that comes by here again is a circle, and leads nowhere.
        ends[path] = ""
        passed.append(path)
        address = _address(known[path])
        own = _below(targets.base, address, site_url)
        if own is None:
            end = address if is_web_address(address) else ""
            break
        path, query = own
        if end := targets.target_of(path, query):
            break
    ends.update(dict.fromkeys(passed, end))
    return end


def is_web_address(address: str) -> bool:
    """Whether a URL is of another site, and can stand in a server's configuration."""
    return bool(_WEB_ADDRESS.fullmatch(address)) and not _UNENCODED & set(address)


def _literal(pattern: str) -> str:
    """The one path that a pattern stands for; nothing for a true regular expression."""
    inner = _DELIMITED.fullmatch(pattern)
    path = (inner[2] if inner else pattern).strip("/")
    return "" if _REGULAR_EXPRESSION.search(path) else path


def _address(route: Route) -> str:
    """Where a route leads, as a URL of the old wiki or any other one."""
    if route.kind == "Direct":
        return route.target
    kind, _, name = route.target.rpartition(":")
    if route.kind != "TikiObject" or not kind:
        return ""
    script, parameter = _OBJECTS.get(kind, ("", ""))
    if kind == WIKI_PAGE:
        script, parameter = INDEX_SCRIPT, "page_id" if name.isdecimal() else "page"
    return f"{script}?{parameter}={quote_plus(name)}" if script else ""


def _below(
    base: str, address: str, site_url: str
) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Path below the base and parameters of a URL of the old wiki; ``None`` for another one."""
    root = urlsplit(urljoin("http://wiki.invalid", site_url))
    try:
        parts = urlsplit(urljoin(f"http://{root.netloc}{base}", address))
    except ValueError:
        return None
    if not is_same_host(parts, root) or not unquote(parts.path).startswith(base):
        return None
    return unquote(parts.path)[len(base) :], tuple(parse_qsl(parts.query))
