"""Whether links within a site lead to files and places that are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import urljoin, urlsplit

from tiki2md.diagnostics import Code
from tiki2md.verify.obsidian import heading_key
from tiki2md.verify.sight import headings_of
from tiki2md.verify.structure import decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from tiki2md.verify.dialects import Dialect
    from tiki2md.verify.reporting import SiteReporter
    from tiki2md.verify.sight import Sight, Thing


class Leads(NamedTuple):
    """Where a page leads: all that links are followed by, once every page is known.

    Attributes:
        meant: the addresses that its source has, decoded.
        found: the links and images of its file.
    """

    meant: frozenset[str]
    found: tuple[Thing, ...]


class Places(NamedTuple):
    """What can stand behind ``#`` in a link to a file.

    Attributes:
        there: what the file has; ``None`` if nobody could read it.
        expected: what it should have.
    """

    there: frozenset[str] | None
    expected: frozenset[str]


class PlacesOf(Protocol):
    """Knows the places of files by their paths."""

    def get(self, path: str, /) -> Places | None:
        """Those of a file; ``None`` if it has none that anybody asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What links can lead to.

    Attributes:
        files: the paths of all files that are there, below the root of the output.
        expected: the paths of the files that should be there.
        urls: what the site serves, decoded, from its root: the paths of the files.
        made: what its generator makes besides, such as lists of pages; decoded.
        places: what can stand behind ``#`` in links to pages.
        dialect: of the target.
        notes: the paths of pages by their names, for a target that finds them by these.
    """

    files: Collection[str]
    expected: Collection[str] = frozenset()
    urls: Mapping[str, str] = field(default_factory=dict)
    made: Collection[str] = frozenset()
    places: PlacesOf
    dialect: Dialect
    notes: Mapping[str, str] = field(default_factory=dict)


def places_of(
    sight: Sight, slugs: Callable[[list[str]], list[str]], dialect: Dialect
) -> frozenset[str]:
    """What can stand behind ``#`` in a link to a page.

    Args:
        sight: of the page.
        slugs: the ids that the target gives to headings with these titles, in order.
        dialect: of the target.
    """
    headings = headings_of(sight, dialect.pictures_in_ids, notes=dialect.notes_in_ids)
    made = slugs([heading.named for heading in headings])
    own = {heading.own_id or slug for heading, slug in zip(headings, made, strict=True)}
    return frozenset(own | {thing.value[0] for thing in sight.ids})


def leads_of(want: Sight, got: Sight, dialect: Dialect) -> Leads:
    """Where a page leads.

    Args:
        want: what the source has.
        got: what the file has.
        dialect: of the target.
    """
    meant = frozenset(decoded(thing.value[0], dialect) for thing in (*want.links, *want.images))
    return Leads(meant, (*got.links, *got.images))


def check_links(path: str, url: str, leads: Leads, ways: Ways, reporter: SiteReporter) -> None:
    """Follow the links and images of a page.

    Args:
        path: of its file, below the root of the output.
        url: that the site serves it at, from the root of the site.
        leads: the links.
        ways: of the site.
        reporter: takes what leads nowhere.
    """
    for thing in leads.found:
        address = thing.value[0]
        end = _dead_end(address, path, url, ways)
        if end is None:
            continue
        if end.is_broken or decoded(address, ways.dialect) not in leads.meant:
            reporter.report(Code.VERIFY_LINK_BROKEN, thing.line, url=address, why=end.why)
        else:
            reporter.report(Code.VERIFY_LINK_DEAD, thing.line, url=address)


class _DeadEnd(NamedTuple):
    """Why an address leads to nothing, and whether it should lead somewhere."""

    why: str
    is_broken: bool


def _dead_end(address: str, path: str, url: str, ways: Ways) -> _DeadEnd | None:
    """What is wrong with an address; ``None`` if it leads somewhere, or out of the site."""
    for root in ways.dialect.old_roots:
        address = address.removeprefix(root) if "://" in root else address
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None  # somebody else's
    if decoded(urljoin(url, parts.path)) in ways.made:
        return None
    target = path
    if parts.path:
        candidates = _candidates(parts.path, path, url, ways)
        target = _first_in(candidates, ways.files)
        if not target:
            is_expected = bool(_first_in(candidates, ways.expected))
            return _DeadEnd("there is no such file", is_expected)
    fragment = decoded(parts.fragment)
    if ways.dialect.by_name and not fragment.startswith("^"):
        fragment = heading_key(fragment)
    places = ways.places.get(target) if fragment and fragment != "top" else None
    if places is None or places.there is None or fragment in places.there:
        return None
    return _DeadEnd(f"{target} has no place {fragment!r}", fragment in places.expected)


def file_led_to(address: str, path: str, url: str, ways: Ways) -> str:
    """The path of the file of the site that an address on a page leads to; empty for none.

    Args:
        address: of a link or an image.
        path: of the page's file, below the root of the output.
        url: that the site serves it at, from the root of the site.
        ways: of the site.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    return _first_in(_candidates(parts.path, path, url, ways), ways.files)


def _candidates(part: str, path: str, url: str, ways: Ways) -> tuple[str, ...]:
    """The files that a path of an address may mean; empty for those that there are not."""
    beside = normpath(join(dirname(path), decoded(part))) if not part.startswith("/") else ""
    served = decoded(urljoin(url, part))
    named = ways.notes.get(basename(decoded(part)), "")
    return beside, ways.urls.get(served, ""), named


def _first_in(paths: Iterable[str], there: Collection[str]) -> str:
    return next((path for path in paths if path in there), "")
