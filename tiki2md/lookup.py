"""Dictionaries of texts that lie on disk: as large as they like, while memory stays what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.temporary import Database, raw, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SCHEMA = "CREATE TABLE texts (number INTEGER PRIMARY KEY, key BLOB UNIQUE, value BLOB)"
_ADD = "INSERT OR IGNORE INTO texts (key, value) VALUES (?, ?)"
_PUT = (
    "INSERT INTO texts (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
)


class Lookup:
    """Texts by texts, in the order in which their keys came, as in a dictionary.

    Args:
        items: keys and values to begin with.
    """

    __slots__ = ("_db",)

    def __init__(self, items: Iterable[tuple[str, str]] = ()) -> None:
        self._db = Database(_SCHEMA)
        self.update(items)

    def __len__(self) -> int:
        """How many keys there are."""
        (count,) = self._db.execute("SELECT count(*) FROM texts").fetchone()
        return int(count)

    def get(self, key: str) -> str | None:
        """The value of a key, if there is one."""
        row = self._db.execute("SELECT value FROM texts WHERE key = ?", (raw(key),)).fetchone()
        return text_of(row[0]) if row else None

    def add(self, key: str, value: str) -> bool:
        """Put a value there unless there is one; whether there was none."""
        return self._db.execute(_ADD, (raw(key), raw(value))).rowcount > 0

    def add_all(self, items: Iterable[tuple[str, str]]) -> None:
        """The same with many, of which the first with a key counts."""
        self._db.execute_each(_ADD, ((raw(key), raw(value)) for key, value in items))

    def update(self, items: Iterable[tuple[str, str]]) -> None:
        """Put many there, of which the last with a key counts."""
        self._db.execute_each(_PUT, ((raw(key), raw(value)) for key, value in items))

    def __setitem__(self, key: str, value: str) -> None:
        """Put a value there; in the place of one that was there."""
        self._db.execute(_PUT, (raw(key), raw(value)))

    def items(self) -> Iterator[tuple[str, str]]:
        """The keys and their values."""
        for key, value in self._db.execute("SELECT key, value FROM texts ORDER BY number"):
            yield text_of(key), text_of(value)

    def __iter__(self) -> Iterator[str]:
        """The keys."""
        for (key,) in self._db.execute("SELECT key FROM texts ORDER BY number"):
            yield text_of(key)
