"""The statements of a dump: definitions of tables and their rows, all else passed over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from tiki2md.readers.sql_literals import SyntaxProblemError
from tiki2md.readers.sql_tokens import SqlTokens, TruncatedError
from tiki2md.readers.text import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.readers.sql_tokens import Keep

_NAME = rb'(?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|[\w$\x80-\xff]+)'
_TABLE_NAME = rb"(?:(" + _NAME + rb")\s*\.\s*)?(" + _NAME + rb")"
_INSERT = re.compile(
    rb"(?:INSERT|REPLACE)\b(?:\s+(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\b)*(?:\s+INTO\b)?\s*"
    + _TABLE_NAME,
    re.IGNORECASE,
)
_CREATE = re.compile(
    rb"CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMPORARY\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    + _TABLE_NAME,
    re.IGNORECASE,
)
_USE = re.compile(rb"USE\s+(" + _NAME + rb")", re.IGNORECASE)
_BEGIN = re.compile(rb"(?:START\s+TRANSACTION|BEGIN)\b", re.IGNORECASE)
_COMMIT = re.compile(rb"COMMIT\b", re.IGNORECASE)
_DELIMITER = re.compile(rb"DELIMITER\s+(?!;\s)\S+", re.IGNORECASE)
_DELIMITER_BACK = re.compile(rb"DELIMITER\s+;(?=\s|$)", re.IGNORECASE)
# Or what is left of it where the dump breaks off.
_COLUMN = re.compile(_NAME + rb"|(?:`[^`]*+|\"[^\"]*+)\Z")
_VALUES = re.compile(rb"VALUES?\b|(?:V(?:A|AL|ALU)?)?\Z", re.IGNORECASE)
_BEHIND_ROWS = re.compile(rb"(?=;|ON\b|AS\b|RETURNING\b|\Z)", re.IGNORECASE)
_DEFINITION_PART = re.compile(
    rb"""`[^`]*+(?:``[^`]*+)*+(?:`|\Z) | "[^"]*+(?:""[^"]*+)*+(?:"|\Z)
      | '[^'\\]*+(?:(?:\\[\s\S]|'')[^'\\]*+)*+(?:'|\\?\Z) | [\w$\x80-\xff]+ | [(),]""",
    re.VERBOSE,
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


class Receiver(Protocol):
    """Takes what a dump holds, in the order of the dump."""

    def use(self, database: str) -> None:
        """What follows belongs to ``database``."""

    def wants(self, table: str) -> bool:
        """Whether anything of a table is wanted; otherwise no more is told of it."""

    def define(self, table: str, columns: Sequence[str]) -> None:
        """A table has these columns."""

    def select(self, table: str, columns: Sequence[str] | None) -> Sequence[Keep]:
        """Rows come: which of their values to hand over.

        Args:
            table: its name, in lower case.
            columns: as the statement lists them; ``None`` if it lists none.
        """

    def row(self, values: Sequence[bytes | None]) -> None:
        """A row of the table that was selected last, its other values as ``None``."""

    def skip(self, place: str) -> None:
        """The rest of a statement is no plain list of rows and was passed over."""


def read_statements(tokens: SqlTokens, receiver: Receiver) -> str:
    """Hand all wanted rows to ``receiver``; where the dump breaks off, or nothing."""
    reader = _Statements(tokens, receiver)
    try:
        while not tokens.at_end():
            reader.read()
    except TruncatedError:
        return reader.place
    if tokens.lacks_trailer:
        return "the dump (its last line, “Dump completed”, is missing)"
    if reader.in_transaction:
        return "the dump (COMMIT, which ends what it began, is missing)"
    return ""


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


class _Statements:
    def __init__(self, tokens: SqlTokens, receiver: Receiver) -> None:
        self._tokens = tokens
        self._receiver = receiver
        self.place = "the first statement"
        self._database = ""
        """That of tables whose names have none before them."""
        self._told = ""
        self.in_transaction = False
        """As all of a dump by phpMyAdmin is."""
        self._table = ""
        self._rows_read = 0
        """Of the table whose rows came last."""

    def read(self) -> None:
        """Read or pass over one statement."""
        tokens = self._tokens
        insert = tokens.take(_INSERT)
        if insert:
            self._insert(self._named(insert))
            return
        create = tokens.take(_CREATE)
        if create:
            self._create(self._named(create))
            return
        use = tokens.take(_USE)
        if use:
            self._database = _plain_name(use[1])
        if tokens.take(_BEGIN):
            self.in_transaction = True
        elif tokens.take(_COMMIT):
            self.in_transaction = False
        if tokens.take(_DELIMITER):
            tokens.skip_delimited()
        elif not tokens.take(_DELIMITER_BACK):
            tokens.skip_statement()

    def _named(self, statement: re.Match[bytes]) -> str:
        """The name of the statement's table; the receiver is told of its database."""
        database = _plain_name(statement[1]) if statement[1] else self._database
        if database != self._told:
            self._told = database
            self._receiver.use(database)
        return _plain_name(statement[2]).lower()

    def _create(self, table: str) -> None:
        self.place = f"the definition of table {table}"
        if self._receiver.wants(table):
            self._receiver.define(table, table_columns(self._tokens.statement()))
        else:
            self._tokens.skip_statement()

    def _insert(self, table: str) -> None:
        if table != self._table:
            self._table, self._rows_read = table, 0
        self.place = f"the rows of table {table}"
        try:
            if self._receiver.wants(table):
                self._rows(table, self._insert_columns())
        except SyntaxProblemError:
            self._receiver.skip(self._behind_rows())
        except TruncatedError:
            self.place = self._behind_rows()
            raise
        self._tokens.skip_statement()

    def _behind_rows(self) -> str:
        read = self._rows_read
        return f"{self.place}, behind the first {read}" if read else self.place

    def _insert_columns(self) -> list[str] | None:
        """The column list of an INSERT (--complete-insert), if it has one."""
        if not self._tokens.take_char(b"("):
            return None
        columns: list[str] = []
        while True:
            name = self._tokens.take(_COLUMN)
            end = self._tokens.take_char(b",)")
            if name is None or not end:
                raise SyntaxProblemError
            columns.append(_plain_name(name[0]))
            if end == b")":
                return columns

    def _rows(self, table: str, columns: list[str] | None) -> None:
        tokens = self._tokens
        if not tokens.take(_VALUES):
            raise SyntaxProblemError
        keep = self._receiver.select(table, columns)
        first = True
        while tokens.next_row(first=first):
            self._receiver.row(tokens.row(keep))
            self._rows_read += 1
            first = False
        if first or not tokens.take(_BEHIND_ROWS):
            raise SyntaxProblemError
