"""Tables as CSV files, a file for each: of phpMyAdmin, Adminer, mysql and the like.

The header line tells the delimiter and the columns; ``csv_rows`` tells the rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers.csv_rows import SAMPLE, csv_rows, dialect_of, header_of
from tiki2md.readers.errors import SourceError
from tiki2md.readers.hex_columns import add_rows, bytes_of
from tiki2md.readers.schema import BLOB_COLUMNS, WANTED, Tables, wanted_columns
from tiki2md.readers.text import decode
from tiki2md.readers.unpacking import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import PurePath

    from tiki2md.readers.csv_rows import CsvRow
    from tiki2md.readers.reading import Reading
    from tiki2md.readers.schema import Row

SUFFIXES = frozenset({".csv", ".tsv"})
NO_HEADER = (
    "its first line does not name the columns; export the table again with them (in phpMyAdmin: "
    "“Put columns names in the first row”)"
)

_MIN_COLUMNS = 2
"""Columns of one table that a file must have."""
_TABLE = re.compile(r"(?:tiki|users)_[a-z_]*[a-z]")


def is_csv(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a table with a header line."""
    columns = header_of(head)
    return len(columns) > 1 and _best(columns)[1] >= _MIN_COLUMNS


def table_of(path: PurePath, head: bytes) -> str:
    """Which table a file is that begins with ``head``, as ``is_csv`` says."""
    return _table(path, header_of(head))


def read_csv(
    read: Callable[[int], bytes], path: PurePath, reporter: Reporter, reading: Reading
) -> Tables:
    """Read a table of which every row names its values by their place below the header line.

    Which table it is, is told from the name of the file, else from its columns.
    A file that breaks off keeps all rows that are whole (``SOURCE_TRUNCATED``); a
    row that does not fit the header is passed over (``SOURCE_DAMAGED``).

    Args:
        read: gives that many bytes of the file, fewer only at its end.
        path: the file.
        reporter: takes the diagnostics.
        reading: whether old versions are wanted, and where bytes go.

    Raises:
        SourceError: it has no header line, or nobody can tell which table it is.
    """
    sample = read(SAMPLE)
    columns = header_of(sample)
    if not columns:
        raise SourceError(f"{path}: {NO_HEADER}")
    table = _table(path, columns)
    tables = Tables()
    if table not in WANTED:
        tables.others.add(table)
        return tables
    rows = csv_rows(joined(sample, read), dialect_of(sample), str(path))
    next(rows)
    names = wanted_columns(table, columns, history=reading.history)
    values = _Values(table, tables, reading)
    texts = (values.row(names, row) for row in _fitting(rows, len(columns), path, reporter))
    where = f"{path}: {table}"
    add_rows(tables.add_table(table, columns, str(path)), texts, where, reporter)
    for name in names:
        if name in values.invalid:
            reporter.report(Code.SOURCE_NOT_UTF8, where=f"{where}.{name}")
    return tables


class _Values:
    """From the values of a table to what its rows hold.

    Attributes:
        invalid: columns with a value that is no UTF-8.
    """

    def __init__(self, table: str, tables: Tables, reading: Reading) -> None:
        self.invalid: set[str] = set()
        self._blobs = BLOB_COLUMNS.get(table)
        self._tables = tables
        self._reading = reading

    def row(self, names: Iterable[str | None], values: Iterable[bytes | None]) -> Row:
        """The row with these values, without those of columns that nobody reads."""
        named = zip(names, values, strict=True)
        return {name: self._text(name, value) for name, value in named if name is not None}

    def _text(self, name: str, value: bytes | None) -> str | None:
        if value is None:
            return None
        if name == self._blobs:
            return self._tables.add_blob(self._reading.blobs.put([_from_hex(value)]))
        text, is_valid = decode(value)
        if not is_valid:
            self.invalid.add(name)
        return text


def _from_hex(value: bytes) -> bytes:
    raw = bytes_of(value.decode("ascii")) if value.isascii() else None
    return value if raw is None else raw


def _fitting(
    rows: Iterator[CsvRow], columns: int, path: PurePath, reporter: Reporter
) -> Iterator[Sequence[bytes | None]]:
    """The values of the rows that are as long as the header."""
    bad: list[int] = []
    for row in rows:
        if not row.is_whole:
            reporter.report(Code.SOURCE_TRUNCATED, where=f"{path}: line {row.line}")
        elif len(row.values) == columns and row.is_good:
            yield row.values
        else:
            bad.append(row.line)
    if bad:
        count = "a row does" if len(bad) == 1 else f"{len(bad)} rows do"
        problem = f"{count} not fit the {columns} columns of the header line"
        reporter.report(Code.SOURCE_DAMAGED, where=f"{path}: line {bad[0]}", problem=problem)


def _table(path: PurePath, columns: Sequence[str]) -> str:
    named = table_in(path.stem)
    if named:
        return named
    table, score = _best(columns)
    if score < _MIN_COLUMNS:
        raise SourceError(
            f"{path}: the columns {', '.join(columns[:5])} do not tell which table it is; name the "
            "file after it, such as tiki_pages.csv"
        )
    return table


def table_in(stem: str) -> str:
    """The name of the table in the name of a file, such as ``wiki_tiki_pages (1)``, or nothing."""
    names = _TABLE.findall(stem.lower())
    return next((name for name in names if name in WANTED), names[0] if names else "")


def _best(columns: Sequence[str]) -> tuple[str, int]:
    """The table that most of the columns belong to, and how many do."""
    lower = {column.lower() for column in columns}
    scores = {
        table: (sum(name.lower() in lower for name in names), -len(names))
        for table, names in WANTED.items()
    }
    table = max(scores, key=lambda name: scores[name])
    return table, scores[table][0]
