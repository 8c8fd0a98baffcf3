"""Tables of several wikis in one source: told apart by their database and their prefix."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.diagnostics import Code
from tiki2md.readers.schema import WANTED, Tables

if TYPE_CHECKING:
    from tiki2md.diagnostics import Reporter

_KNOWN = re.compile(rf"(\w*?)({'|'.join(WANTED)})")
_RETIRED = "zzz_unused_"
"""Before the names of tables that an upgrade of Tiki put out of use (tiki-exports §3)."""


def is_known(name: str) -> bool:
    """Whether a table of that name, a prefix included, is wanted."""
    return _known(name) is not None


def _known(name: str) -> re.Match[str] | None:
    """The prefix of a table and its name without it."""
    known = _KNOWN.fullmatch(name)
    return None if known is None or known[1] == _RETIRED else known


class _Group(NamedTuple):
    """What the tables of one wiki have in common."""

    database: str
    prefix: str

    def __str__(self) -> str:
        prefix = f"with the prefix {self.prefix}" if self.prefix else "without a prefix"
        return f"{prefix} in database {self.database}" if self.database else prefix


class TableGroups:
    """Sorts the tables of one source by the wikis that they belong to.

    Args:
        whole_database: whether the source names every table of its database.
    """

    def __init__(self, *, whole_database: bool) -> None:
        self._whole_database = whole_database
        self._groups: dict[_Group, Tables] = {}
        self._others: set[str] = set()
        self._database = ""

    def use(self, database: str) -> None:
        """What follows belongs to ``database``."""
        self._database = database

    def find(self, name: str) -> tuple[Tables, str] | None:
        """Where the rows of a table go, and its name without the prefix.

        ``None`` if it is not wanted; it is noted all the same.
        """
        known = _known(name)
        if known is None:
            self._others.add(name)
            return None
        group = _Group(self._database, known[1])
        tables = self._groups.setdefault(group, Tables(whole_database=self._whole_database))
        return tables, known[2]

    def chosen(self, origin: str, reporter: Reporter) -> Tables:
        """The tables of one wiki; others that hold rows are reported (``SOURCE_SEVERAL_WIKIS``).

        One with pages comes before one without, one without a prefix before one
        with, for that is how Tiki is installed, and then the one with more pages.
        """
        ranked = sorted(self._groups, key=self._rank)
        if not ranked:
            return Tables(others=self._others, whole_database=self._whole_database)
        chosen, *left_out = ranked
        left_out = [group for group in left_out if self._is_wiki(group)]
        if left_out:
            reporter.report(
                Code.SOURCE_SEVERAL_WIKIS,
                where=origin,
                chosen=chosen,
                others=", ".join(map(str, left_out)),
            )
        tables = self._groups[chosen]
        tables.others |= self._others
        for group in ranked[1:]:
            if group.prefix == chosen.prefix and "" in {group.database, chosen.database}:
                # Of only the rows, or of only the structure, the dump says of which database it is.
                self._add_structure(tables, self._groups[group])
        return tables

    @staticmethod
    def _add_structure(tables: Tables, other: Tables) -> None:
        if not any(map(len, other.rows.values())):
            tables.update(other)

    def _is_wiki(self, group: _Group) -> bool:
        """Whether anything of a wiki is in a group; other programs have users as well."""
        tables = self._groups[group].rows
        return any(rows and table.startswith("tiki_") for table, rows in tables.items())

    def _rank(self, group: _Group) -> tuple[bool, bool, int, _Group]:
        pages = len(self._groups[group].get("tiki_pages"))
        return pages == 0, group.prefix != "", -pages, group
