"""The map of old URLs as web servers look things up: by a path, or by a script's parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.site.names import ascii_lower

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tiki2md.site.old_urls import Redirect


@dataclass(slots=True)
class QueryTable:
    """Where scripts led by the values of some parameters.

    Attributes:
        scripts: their paths; all lead to the same.
        parameters: their names, in the order of the values.
        rows: values, decoded, to new URLs.
    """

    scripts: tuple[str, ...]
    parameters: tuple[str, ...]
    rows: dict[tuple[str, ...], str] = field(default_factory=dict)

    @property
    def is_numeric(self) -> bool:
        """Whether all values are numbers, which have one spelling."""
        return all(value.isascii() and value.isdecimal() for row in self.rows for value in row)


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
    paths: dict[str, str] = field(default_factory=dict)
    titled: dict[str, str] = field(default_factory=dict)
    queries: list[QueryTable] = field(default_factory=list)
    bare: dict[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows there are."""
        rows = sum(len(table.rows) for table in self.queries)
        return len(self.paths) + len(self.bare) + rows

    def spelled(self, paths: Mapping[str, str]) -> dict[str, str]:
        """Paths also with the plus signs for spaces that only Tiki decoded.

        A path as it is comes before one with plus signs.
        """
        plus = {self._with_plus(path): target for path, target in paths.items()}
        return {**plus, **paths}

    def lowered(self, paths: Mapping[str, str]) -> dict[str, str]:
        """The same in lower case, the first of two that are the same then."""
        lowered: dict[str, str] = {}
        for path, target in (*paths.items(), *self.spelled(paths).items()):
            lowered.setdefault(ascii_lower(path), target)
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
        files: names and texts for its administrator.
        published: names and texts that must lie at the root of the published site.
        left_out: why some redirects are in none of them, and how many.
    """

    files: dict[str, str] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, reason: str, count: int = 1) -> None:
        """Count redirects that the host cannot do."""
        if count:
            self.left_out[reason] = self.left_out.get(reason, 0) + count


ORDER = ("page", "page_id", "page_ref_id")
"""Parameters of the same script that name the same page, the surest first."""


def tables_of(redirects: Iterable[Redirect], base: str = "/") -> Tables:
    """The redirects that lead somewhere, sorted by what they depend on.

    Args:
        redirects: the map.
        base: the path of the old wiki's root, with a ``/`` at both ends.
    """
    tables = Tables(base)
    by_query: dict[tuple[tuple[str, ...], tuple[str, ...]], QueryTable] = {}
    plain: list[Redirect] = []
    for redirect in redirects:
        if not redirect.target:
            continue
        if not redirect.query:
            plain.append(redirect)
            continue
        parameters = tuple(name for name, _ in redirect.query)
        key = redirect.paths, parameters
        table = by_query.setdefault(key, QueryTable(*key))
        table.rows[tuple(value for _, value in redirect.query)] = redirect.target
    tables.queries = sorted(by_query.values(), key=_rank)
    scripts = {script for table in tables.queries for script in table.scripts}
    for redirect in plain:
        for path in redirect.paths:
            place = tables.bare if path in scripts else tables.paths
            place[path] = redirect.target
            if redirect.titled:
                tables.titled[path] = redirect.target
    return tables


def _rank(table: QueryTable) -> int:
    return ORDER.index(table.parameters[0]) if table.parameters[0] in ORDER else len(ORDER)
