"""A dictionary on disk is one."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.lookup import Lookup
from tiki2md.temporary import Database

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = st.text(st.characters(codec=None), max_size=4)
ITEMS = st.lists(st.tuples(TEXTS, TEXTS), max_size=8)


@given(ITEMS, ITEMS, ITEMS)
def test_it_does_what_a_dictionary_does(
    first: list[tuple[str, str]], new: list[tuple[str, str]], last: list[tuple[str, str]]
) -> None:
    lookup, wanted = Lookup(first), dict(first)
    for key, value in new:
        assert lookup.add(key, value) == (key not in wanted)
        wanted.setdefault(key, value)
    lookup.add_all(reversed(new))
    for key, value in last:
        lookup[key] = wanted[key] = value
    assert list(lookup.items()) == list(wanted.items())
    assert list(lookup) == list(wanted)
    assert len(lookup) == len(wanted)
    for key in [*wanted, "none of these"]:
        assert lookup.get(key) == wanted.get(key)


def test_it_goes_in_whatever_thread_python_lets_it_go() -> None:
    databases = [Database("CREATE TABLE texts (text BLOB)")]
    thread = Thread(target=databases.clear)
    thread.start()
    thread.join()  # what is raised meanwhile, pytest takes for a failure
    assert not databases


def one_by_one(database: Database, statement: str, rows: list[tuple[bytes]]) -> None:
    for row in rows:
        database.execute(statement, row)


@pytest.mark.parametrize("insert", [Database.execute_each, one_by_one])
def test_a_full_disk_is_told_of(
    insert: Callable[[Database, str, list[tuple[bytes]]], None],
) -> None:
    database = Database("PRAGMA max_page_count = 4; CREATE TABLE texts (text BLOB)")
    with pytest.raises(OSError, match="is full; TMPDIR may name another folder"):
        insert(database, "INSERT INTO texts VALUES (?)", [(b"x" * 4096,)] * 9)
