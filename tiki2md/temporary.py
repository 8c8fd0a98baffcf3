"""Databases that are gone with this process, for what may be larger than its memory."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Database:
    """SQLite's own temporary database: in a file only where it is large, and nobody else's.

    Args:
        schema: the statements that make its tables.
    """

    __slots__ = ("_connection",)

    def __init__(self, schema: str) -> None:
        # One thread uses it, but any may come to collect what nobody holds any more.
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        # It need not outlive a crash.
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._connection.executescript(schema)

    def __del__(self) -> None:
        """Let the database go."""
        self._connection.close()

    def execute(self, statement: str, values: Sequence[bytes | int] = ()) -> sqlite3.Cursor:
        """What a statement finds.

        Raises:
            OSError: there is no room for it.
        """
        try:
            return self._connection.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise _no_room(error) from error

    def execute_each(self, statement: str, rows: Iterable[Sequence[bytes | int]]) -> None:
        """The same with many values, one row after the other.

        Raises:
            OSError: there is no room for it.
        """
        try:
            self._connection.executemany(statement, rows)
        except sqlite3.OperationalError as error:
            raise _no_room(error) from error


def _no_room(error: sqlite3.OperationalError) -> OSError:
    return OSError(errno.ENOSPC, f"{error}; TMPDIR may name another folder for temporary files")


def raw(text: str) -> bytes:
    """Text as a database takes it: it may hold what is none in UTF-8, and sorts as it does."""
    return text.encode("utf-8", "surrogatepass")


def text_of(raw_text: bytes) -> str:
    """What ``raw`` made these bytes of."""
    return raw_text.decode("utf-8", "surrogatepass")
