"""The map of old URLs as web servers look things up: by a path, or by a script's parameters."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from tiki2md.lookup import Lookup
from tiki2md.site.names import ascii_lower

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tiki2md.site.old_urls import Redirect


class QueryTable:
    """Where scripts led by the values of some parameters.

    Args:
        scripts: their paths; all lead to the same.
        parameters: their names, in the order of the values.
    """

    def __init__(self, scripts: tuple[str, ...], parameters: tuple[str, ...]) -> None:
        self.scripts = scripts
        self.parameters = parameters
        self.is_numeric = True
        """Whether all values are numbers, which have one spelling."""
        self._targets = Lookup()

    def add(self, values: list[str], target: str) -> None:
        """Let values, decoded, lead to a new URL."""
        self._targets[json.dumps(values)] = target
        if self.is_numeric:
            self.is_numeric = all(value.isascii() and value.isdecimal() for value in values)

    def rows(self) -> Iterator[tuple[list[str], str]]:
        """The values, and where they lead."""
        for values, target in self._targets.items():
            yield json.loads(values), target

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._targets)


@dataclass(slots=True)
class Tables:
    """The redirects that lead somewhere.

    Attributes:
        base: the path of the old wiki's root, with a ``/`` at both ends.
        paths: decoded paths to new URLs.
        titled: the same for paths that a hyphen and a title may follow.
        queries: what scripts led to; of two that fit, the first wins.
        bare: scripts to where they led without any parameter that ``queries`` know for them.
    """

    base: str = "/"
    paths: Lookup = field(default_factory=Lookup)
    titled: Lookup = field(default_factory=Lookup)
    queries: list[QueryTable] = field(default_factory=list)
    bare: dict[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.paths) + len(self.bare) + sum(map(len, self.queries))

    def spelled(self, paths: Lookup) -> Lookup:
        """Paths also with the plus signs for spaces that only Tiki decoded.

        A path as it is comes before one with plus signs.
        """
        plus = ((self._with_plus(path), target) for path, target in paths.items())
        return Lookup(chain(plus, paths.items()))

    def lowered(self, paths: Lookup) -> Lookup:
        """The same in lower case, the first of two that are the same then."""
        lowered = Lookup()
        both = chain(paths.items(), self.spelled(paths).items())
        lowered.add_all((ascii_lower(path), target) for path, target in both)
        return lowered

    def _with_plus(self, path: str) -> str:
        # The folder of the wiki was the server's business, which decodes no plus sign.
        name = path.removeprefix(self.base)
        return path if name == path else self.base + name.replace(" ", "+")

    def parameters_of(self, script: str) -> list[str]:
        """The parameters that decide where a script led."""
        tables = (table for table in self.queries if script in table.scripts)
        return list(dict.fromkeys(name for table in tables for name in table.parameters))


@dataclass(slots=True)
class HostFiles:
    """What is written for one host.

    Attributes:
        files: names and texts, in pieces, for its administrator.
        published: the same for what must lie at the root of the published site.
        left_out: why some redirects are in none of them, and how many.
    """

    files: dict[str, Iterable[str]] = field(default_factory=dict)
    published: dict[str, Iterable[str]] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, reason: str, count: int = 1) -> None:
        """Count redirects that the host cannot do."""
        if count:
            self.left_out[reason] = self.left_out.get(reason, 0) + count


def between(mark: str, parts: Iterable[Iterable[str]]) -> Iterator[str]:
    """Texts in pieces as one, with a mark between each and the next."""
    for number, part in enumerate(parts):
        if number:
            yield mark
        yield from part


ORDER = ("page", "page_id", "page_ref_id")
"""Parameters of the same script that name the same page, the surest first."""


def tables_of(redirects: Sequence[Redirect], base: str = "/") -> Tables:
    """The redirects that lead somewhere, sorted by what they depend on.

    Args:
        redirects: the map.
        base: the path of the old wiki's root, with a ``/`` at both ends.
    """
    tables = Tables(base)
    by_query: dict[tuple[tuple[str, ...], tuple[str, ...]], QueryTable] = {}
    for redirect in redirects:
        if not redirect.target or not redirect.query:
            continue
        parameters = tuple(name for name, _ in redirect.query)
        key = redirect.paths, parameters
        if key not in by_query:
            by_query[key] = QueryTable(*key)
        by_query[key].add([value for _, value in redirect.query], redirect.target)
    tables.queries = sorted(by_query.values(), key=_rank)
    scripts = {script for table in tables.queries for script in table.scripts}
    tables.bare = {path: target for path, target, _ in _plain(redirects) if path in scripts}
    tables.paths.update(
        (path, target) for path, target, _ in _plain(redirects) if path not in scripts
    )
    tables.titled.update((path, target) for path, target, titled in _plain(redirects) if titled)
    return tables


def _plain(redirects: Iterable[Redirect]) -> Iterator[tuple[str, str, bool]]:
    """The paths that depend on no query: each with its target and whether a title may follow."""
    for redirect in redirects:
        if redirect.target and not redirect.query:
            for path in redirect.paths:
                yield path, redirect.target, redirect.titled


def _rank(table: QueryTable) -> int:
    return ORDER.index(table.parameters[0]) if table.parameters[0] in ORDER else len(ORDER)
