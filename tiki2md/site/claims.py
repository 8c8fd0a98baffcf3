"""Which old URLs lead where: one look for all scripts that have the same parameters.

Letters A to Z count as equal to a to z, as in Tiki.
"""

from __future__ import annotations

import json

from tiki2md.lookup import Lookup
from tiki2md.site.names import ascii_lower

Query = tuple[tuple[str, str], ...]
"""Names of parameters and their values."""


class Claims:
    """Old URLs, each with where it leads.

    The URLs of a page with a script and its name differ in the script only, and there are
    eleven: they are one claim, under the number of this set of scripts.
    """

    def __init__(self) -> None:
        self._targets = Lookup()
        self._sets: dict[tuple[str, ...], int] = {}
        """Sets of scripts by number: as many as there are forms of URLs."""
        self._shared: dict[tuple[str, ...], list[tuple[int, list[str]]]] = {}
        """Of sets that were asked for: the numbers of those that share scripts, and these."""

    def taken(self, paths: tuple[str, ...], query: Query) -> dict[str, str]:
        """Those of some paths that lead somewhere with a query, and where.

        Args:
            paths: from the root of the server, decoded.
            query: the parameters that all of them depend on, decoded.
        """
        taken: dict[str, str] = {}
        if not query:
            for path in paths:
                if (target := self._targets.get(ascii_lower(path))) is not None:
                    taken[path] = target
            return taken
        for number, scripts in self._sharing(paths):
            if (target := self._targets.get(_key(number, query))) is not None:
                taken |= dict.fromkeys(scripts, target)
        return taken

    def _sharing(self, paths: tuple[str, ...]) -> list[tuple[int, list[str]]]:
        found = self._shared.get(paths)
        if found is None:
            found = []
            for scripts, number in self._sets.items():
                if both := [path for path in paths if ascii_lower(path) in scripts]:
                    found.append((number, both))
            self._shared[paths] = found
        return found

    def add(self, paths: tuple[str, ...], query: Query, target: str) -> list[str]:
        """Let those of some paths with a query that are not taken lead to ``target``.

        Returns:
            those that are taken.
        """
        if not query:
            return [path for path in paths if not self._targets.add(ascii_lower(path), target)]
        taken = self.taken(paths, query)
        scripts = tuple(ascii_lower(path) for path in paths if path not in taken)
        if scripts and scripts not in self._sets:
            self._sets[scripts] = len(self._sets)
            self._shared.clear()
        if scripts:
            self._targets[_key(self._sets[scripts], query)] = target
        return list(taken)

    def target_of(self, path: str, query: Query = ()) -> str | None:
        """Where an old URL leads; ``None`` if nobody claimed it, and nothing if to nothing."""
        return next(iter(self.taken((path,), query).values()), None)


def _key(number: int, query: Query) -> str:
    """No path: those begin with a slash."""
    return json.dumps([number, [(name, ascii_lower(value)) for name, value in query]])
