"""Tables from many files, put together to the exports that they are parts of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.readers.schema import BLOB_COLUMNS, WANTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.readers.schema import Row, Tables

    _Key = str | tuple[str | None, ...] | None

_WITHOUT_ID = frozenset(
    {
        "tiki_category_objects",
        "tiki_freetagged_objects",
        "tiki_object_attributes",
        "tiki_translated_objects",
        "tiki_dynamic_variables",
        "tiki_db_status",
        "tiki_tracker_options",
        "tiki_tracker_item_fields",
        "tiki_images_data",
        "zzz_unused_tiki_images_data",
        "users_grouppermissions",
        "users_objectpermissions",
        "tiki_user_preferences",
    }
)
"""Tables in which several rows have the same first column; in all others it is an id or a name."""


class Exports:
    """The exports in all that was read, each of one wiki.

    A dump may be many files, and the rows of one table may lie in several of them.  A row that was
    there before belongs to another export, whose ids must not be mixed up with those of this one.

    Attributes:
        all: in the order of reading.
    """

    def __init__(self) -> None:
        self.all: list[Tables] = []
        self._keys: dict[str, set[_Key]] = {}
        """Of tables of the last export, of which more rows came."""

    def add(self, tables: Tables) -> None:
        """Take in the tables of a file: a part of the export before, or the first of the next."""
        if not self.all or self._repeats(tables):
            self.all.append(tables)
            self._keys = {}
            return
        for table, keys in self._keys.items():
            keys.update(_keys_of(table, tables))
        self.all[-1].update(tables)

    def _repeats(self, tables: Tables) -> bool:
        """Whether a row is in the last export already."""
        last = self.all[-1]
        for table in tables.rows:
            if not tables.get(table) or not last.get(table):
                continue
            known = self._keys.setdefault(table, set(_keys_of(table, last)))
            if not known.isdisjoint(_keys_of(table, tables)):
                return True
        return False


def _keys_of(table: str, tables: Tables) -> Iterator[_Key]:
    """What tells the rows of a table from one another."""
    first, blob = WANTED[table][0], BLOB_COLUMNS.get(table)

    def key(row: Row) -> _Key:
        if table not in _WITHOUT_ID and first in row:
            return row[first]
        return tuple(value for column, value in sorted(row.items()) if column != blob)

    return map(key, tables.get(table))
