"""Dumps of MySQL and MariaDB: statements to rows of the wanted tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers.errors import SourceError
from tiki2md.readers.reading import Reading
from tiki2md.readers.schema import BLOB_COLUMNS, Tables, is_wanted, wanted_columns
from tiki2md.readers.sql_tokens import SqlTokens, SyntaxProblemError, TruncatedError
from tiki2md.readers.text import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = rb'(?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|[\w$\x80-\xff]+)'
_TABLE_NAME = rb"(?:" + _NAME + rb"\s*\.\s*)?(" + _NAME + rb")"
_INSERT = re.compile(
    rb"(?:INSERT|REPLACE)\b(?:\s+(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\b)*(?:\s+INTO\b)?\s*"
    + _TABLE_NAME,
    re.IGNORECASE,
)
_CREATE = re.compile(
    rb"CREATE\s+(?:TEMPORARY\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?" + _TABLE_NAME, re.IGNORECASE
)
_DELIMITER = re.compile(rb"DELIMITER\s+(?!;\s)\S+", re.IGNORECASE)
_DELIMITER_BACK = re.compile(rb"DELIMITER\s+;(?=\s|$)", re.IGNORECASE)
_COLUMN = re.compile(_NAME)
_VALUES = re.compile(rb"VALUES?\b", re.IGNORECASE)
_DEFINITION_PART = re.compile(
    rb"`(?:[^`]|``)*`|\"(?:[^\"]|\"\")*\"|'[^'\\]*+(?:(?:\\[\s\S]|'')[^'\\]*+)*'|[\w$\x80-\xff]+|[(),]"
)
_NO_COLUMN = {
    b"KEY",
    b"INDEX",
    b"PRIMARY",
    b"UNIQUE",
    b"FULLTEXT",
    b"SPATIAL",
    b"FOREIGN",
    b"CONSTRAINT",
    b"CHECK",
    b"PERIOD",
}


def read_sql(
    tokens: SqlTokens, origin: str, reporter: Reporter, reading: Reading | None = None
) -> Tables:
    """Read the wanted tables of a dump.

    A dump that breaks off keeps all rows that are whole and is reported
    (``SOURCE_TRUNCATED``); a statement that is no plain list of rows is passed
    over and reported (``SOURCE_STATEMENT_SKIPPED``).

    Args:
        tokens: the dump.
        origin: its name, for messages.
        reporter: takes the diagnostics.
        reading: what is wanted besides pages.

    Raises:
        SourceError: rows of a wanted table come without names of columns.
    """
    return _SqlReader(tokens, origin, reporter, reading or Reading()).read()


def table_columns(definition: bytes) -> list[str]:
    """The names of the columns in a CREATE TABLE, from its ``(`` on."""
    columns: list[str] = []
    depth = 0
    first = False
    for match in _DEFINITION_PART.finditer(definition):
        part = match[0]
        if part == b"(":
            depth += 1
            first = depth == 1
        elif part == b")":
            depth -= 1
            if depth == 0:
                break
        elif part == b",":
            first = depth == 1
        elif first:
            first = False
            if part.upper() not in _NO_COLUMN:
                columns.append(_plain_name(part))
    return columns


def _plain_name(raw: bytes) -> str:
    quote = raw[:1]
    if quote in {b"`", b'"'}:
        raw = raw[1:-1].replace(quote * 2, quote)
    return decode(raw)[0]


class _SqlReader:
    def __init__(
        self, tokens: SqlTokens, origin: str, reporter: Reporter, reading: Reading
    ) -> None:
        self._reading = reading
        self._tokens = tokens
        self._origin = origin
        self._reporter = reporter
        self._tables = Tables(whole_database=True)
        self._columns: dict[str, list[str]] = {}
        self._place = "the first statement"
        self._not_utf8: set[str] = set()

    def read(self) -> Tables:
        try:
            while not self._tokens.at_end():
                self._statement()
        except TruncatedError:
            self._report_cut(self._place)
        else:
            if self._tokens.has_header and not self._tokens.has_trailer:
                self._report_cut("the dump (its last line, “Dump completed”, is missing)")
        return self._tables

    def _report_cut(self, place: str) -> None:
        self._reporter.report(Code.SOURCE_TRUNCATED, where=f"{self._origin}: {place}")

    def _statement(self) -> None:
        tokens = self._tokens
        insert = tokens.take(_INSERT)
        if insert:
            self._insert(_plain_name(insert[1]).lower())
            return
        create = tokens.take(_CREATE)
        if create:
            self._create(_plain_name(create[1]).lower())
        elif tokens.take(_DELIMITER):
            tokens.skip_delimited()
        elif not tokens.take(_DELIMITER_BACK):
            tokens.skip_statement()

    def _create(self, table: str) -> None:
        self._place = f"the definition of table {table}"
        if not is_wanted(table, history=self._reading.history):
            self._tables.others.add(table)
            self._tokens.skip_statement()
            return
        columns = table_columns(self._tokens.statement())
        self._columns[table] = columns
        self._tables.add_table(table, columns, self._origin)

    def _insert(self, table: str) -> None:
        self._place = f"the rows of table {table}"
        if not is_wanted(table, history=self._reading.history):
            self._tables.others.add(table)
            self._tokens.skip_statement()
            return
        try:
            self._rows(table, self._insert_columns() or self._columns.get(table, []))
            self._tokens.skip_statement()
        except SyntaxProblemError:
            self._tokens.skip_statement()
            self._reporter.report(
                Code.SOURCE_STATEMENT_SKIPPED, where=f"{self._origin}: {self._place}"
            )

    def _insert_columns(self) -> list[str]:
        """The column list of an INSERT (--complete-insert), if it has one."""
        columns: list[str] = []
        if not self._tokens.take_char(b"("):
            return columns
        while True:
            name = self._tokens.take(_COLUMN)
            end = self._tokens.take_char(b",)")
            if name is None or not end:
                raise SyntaxProblemError
            columns.append(_plain_name(name[0]))
            if end == b")":
                return columns

    def _rows(self, table: str, columns: Sequence[str]) -> None:
        if not self._tokens.take(_VALUES):
            raise SyntaxProblemError
        if not columns:
            raise SourceError(
                f"{self._origin}: the rows of table {table} come without the names of its "
                "columns; make the dump with the table structure, or with --complete-insert"
            )
        rows = self._tables.add_table(table, columns, self._origin)
        names = wanted_columns(table, columns)
        keep = [name is not None for name in names]
        tokens = self._tokens
        while tokens.take_char(b"("):
            values = tokens.row(keep)
            rows.append(
                {
                    name: None if value is None else self._decode(value, table, name)
                    for name, value in zip(names, values, strict=True)
                    if name is not None
                }
            )
            if not tokens.take_char(b","):
                return

    def _decode(self, value: bytes, table: str, column: str) -> str:
        if column == BLOB_COLUMNS.get(table):
            return self._tables.add_blob(self._reading.blobs.put([value]))
        text, valid = decode(value)
        place = f"{self._origin}: {table}.{column}"
        if not valid and place not in self._not_utf8:
            self._not_utf8.add(place)
            self._reporter.report(Code.SOURCE_NOT_UTF8, where=place)
        return text
