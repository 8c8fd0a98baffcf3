"""Dumps of MySQL and MariaDB: the rows of the wanted tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers.charsets import raw_text, settle_charset
from tiki2md.readers.errors import NoColumnsError
from tiki2md.readers.groups import TableGroups
from tiki2md.readers.reading import Reading
from tiki2md.readers.schema import BLOB_COLUMNS, Row, Tables, wanted_columns
from tiki2md.readers.sql_statements import read_statements

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableSequence, Sequence

    from tiki2md.readers.sql_tokens import Keep, SqlTokens

    Definitions = dict[tuple[str, str], Sequence[str]]


def read_sql(
    tokens: SqlTokens,
    origin: str,
    reporter: Reporter,
    reading: Reading | None = None,
    definitions: Definitions | None = None,
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
        definitions: the columns of tables, by database and table, that other files
            defined; those that this one defines are added.

    Raises:
        NoColumnsError: rows of a wanted table come without names of columns.
    """
    receiver = TableReceiver(origin, reporter, reading or Reading(), definitions)
    cut = read_statements(tokens, receiver)
    if cut:
        reporter.report(Code.SOURCE_TRUNCATED, where=f"{origin}: {cut}")
    tables = receiver.groups.chosen(origin, reporter)
    # With --compatible=ansi, mysqldump writes in Latin-1 and does not say so.
    declared = tokens.charset or ("latin1" if tokens.has_header else "")
    settle_charset(tables, declared, origin, reporter)
    return tables


class TableReceiver:
    """Puts rows of bytes, as a dump or a database hands them over, into tables.

    Args:
        origin: the source's name, for messages.
        reporter: takes the diagnostics.
        reading: what is wanted besides pages.
        definitions: as for ``read_sql``.
    """

    def __init__(
        self,
        origin: str,
        reporter: Reporter,
        reading: Reading,
        definitions: Definitions | None = None,
    ) -> None:
        self._origin = origin
        self._reporter = reporter
        self._reading = reading
        self.groups = TableGroups(whole_database=True)
        self._columns = {} if definitions is None else definitions
        self._database = ""
        self._names: list[str | None] = []
        self._rows: MutableSequence[Row] = []

    def use(self, database: str) -> None:
        """What follows belongs to ``database``."""
        self._database = database
        self.groups.use(database)

    def wants(self, table: str) -> bool:
        """Whether anything of ``table`` is wanted."""
        return self.groups.find(table) is not None

    def define(self, table: str, columns: Sequence[str]) -> None:
        """A table has these columns."""
        self._columns[self._database, table] = columns
        self._add(table, columns)

    def select(self, table: str, columns: Sequence[str] | None) -> Sequence[Keep]:
        """Which values of the rows of ``table`` to hand over."""
        columns = columns or self._defined(table)
        if not columns:
            raise NoColumnsError(
                f"{self._origin}: the rows of table {table} come without the names of its "
                "columns; name the file with the table structure, too, or make the dump with "
                "it, or with --complete-insert"
            )
        tables, known = self._add(table, columns)
        self._rows = tables.rows[known]
        self._names = wanted_columns(known, columns, history=self._reading.history)
        put = partial(self._put, tables)
        return [
            put if name is not None and name == BLOB_COLUMNS.get(known) else name is not None
            for name in self._names
        ]

    def row(self, values: Sequence[bytes | None]) -> None:
        """A row of the table that was selected last."""
        self._rows.append(
            {
                name: None if value is None else raw_text(value)
                for name, value in zip(self._names, values, strict=True)
                if name is not None
            }
        )

    def skip(self, place: str) -> None:
        """A statement was passed over."""
        self._reporter.report(Code.SOURCE_STATEMENT_SKIPPED, where=f"{self._origin}: {place}")

    def _defined(self, table: str) -> Sequence[str]:
        """The columns of ``table``; of two files one may not say of which database it is."""
        if (own := self._columns.get((self._database, table))) is not None:
            return own
        found = {
            tuple(columns)
            for (database, name), columns in self._columns.items()
            if name == table and "" in {database, self._database}
        }
        return found.pop() if len(found) == 1 else ()

    def _add(self, table: str, columns: Sequence[str]) -> tuple[Tables, str]:
        found = self.groups.find(table)
        assert found is not None, f"{table} is not wanted"
        tables, known = found
        tables.add_table(known, columns, self._origin)
        return tables, known

    def _put(self, tables: Tables, chunks: Iterator[bytes]) -> bytes:
        return tables.add_blob(self._reading.blobs.put(chunks)).encode("ascii")
