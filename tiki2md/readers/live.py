"""A wiki's own database, read while it runs; nothing else here opens a connection."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tiki2md.readers.charsets import settle_charset
from tiki2md.readers.errors import SourceError
from tiki2md.readers.sql import TableReceiver

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pymysql.connections import Connection
    from pymysql.cursors import SSCursor

    from tiki2md.diagnostics import Reporter
    from tiki2md.readers.address import Address
    from tiki2md.readers.reading import Reading
    from tiki2md.readers.schema import Tables

_PATIENCE = 15
"""Seconds to wait for a server to answer."""
_NO_SYNTAX = 1064
_ADVICE = {
    1044: "this user may not read this database",
    1045: "give the right user and password; TIKI2MD_DB_PASSWORD may hold the password",
    1049: "look up the name of the database in Tiki's db/local.php",
    1142: "this user may not read this table",
    1698: "this user cannot log in with a password; give another one",
    2002: "is the server running, and is this its socket?",
    2003: "is the server running, and does it listen to this machine?",
    2006: "the connection was lost; try again",
    2013: "the connection was lost; try again",
}


def read_database(address: Address, reporter: Reporter, reading: Reading) -> Tables:
    """Read the wanted tables of a database, row by row, in one read-only transaction.

    Tables of InnoDB are seen as they were in one moment.  Only wanted columns are asked
    for.

    Args:
        address: the database.
        reporter: takes the diagnostics.
        reading: what is wanted besides pages; its password counts where ``address`` has none.

    Raises:
        SourceError: the database cannot be read, or PyMySQL is not installed.
    """
    # Only those who read from a database need it.
    try:
        import pymysql
    except ImportError as error:
        raise SourceError(
            f"{address}: reading from a database needs PyMySQL; pip install 'tiki2md[mysql]'"
        ) from error
    if address.socket and not Path(address.socket).is_socket():
        raise SourceError(f"{address}: {address.socket} is no socket of a server")
    receiver = TableReceiver(str(address), reporter, reading)
    try:
        with closing(_connect(address, reading)) as connection:
            _begin(connection)
            for name in list(_tables(connection)):
                if receiver.wants(name.lower()):
                    _read_table(connection, name, receiver)
    except pymysql.MySQLError as error:
        number, *rest = error.args or ("",)
        advice = f"; {_ADVICE[number]}" if number in _ADVICE else ""
        reason = rest[0] if rest else number
        raise SourceError(f"{address}: cannot be read ({reason}){advice}") from error
    tables = receiver.groups.chosen(str(address), reporter)
    settle_charset(tables, "", str(address), reporter)
    return tables


def _connect(address: Address, reading: Reading) -> Connection[SSCursor]:
    import pymysql
    from pymysql.charset import charset_by_name
    from pymysql.cursors import SSCursor

    charset = address.charset or "utf8mb4"
    if charset_by_name(charset) is None:
        raise SourceError(f"{address}: MySQL has no character set {charset!r}")
    # Without converters every value comes as the bytes that a dump would hold.
    return pymysql.connect(
        host=address.host,
        port=address.port,
        unix_socket=address.socket or None,
        user=address.user or None,
        password=(address.password or reading.database_password).encode(),
        database=address.database,
        charset=charset,
        use_unicode=False,
        conv={},
        autocommit=None,
        cursorclass=SSCursor,
        connect_timeout=_PATIENCE,
    )


def _begin(connection: Connection[SSCursor]) -> None:
    import pymysql

    start = "START TRANSACTION WITH CONSISTENT SNAPSHOT"
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        try:
            cursor.execute(f"{start}, READ ONLY")
        except pymysql.MySQLError as error:
            if error.args[0] != _NO_SYNTAX:
                raise
            cursor.execute(start)  # MySQL before 5.6


def _tables(connection: Connection[SSCursor]) -> Iterator[str]:
    for row in _rows(connection, "SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'"):
        yield _name(row[0])


def _read_table(connection: Connection[SSCursor], table: str, receiver: TableReceiver) -> None:
    quoted = _quoted(table)
    columns = [_name(row[0]) for row in _rows(connection, f"SHOW COLUMNS FROM {quoted}")]
    receiver.define(table.lower(), columns)
    keep = receiver.select(table.lower(), columns)
    wanted = [column for column, kept in zip(columns, keep, strict=True) if kept]
    if not wanted:
        return
    keep = receiver.select(table.lower(), wanted)
    selection = ", ".join(map(_quoted, wanted))
    # Both were told by the server and are quoted.
    for row in _rows(connection, f"SELECT {selection} FROM {quoted}"):  # noqa: S608
        receiver.row(
            [
                kept(iter((value,))) if callable(kept) and value is not None else value
                for kept, value in zip(keep, row, strict=True)
            ]
        )


def _rows(connection: Connection[SSCursor], query: str) -> Iterator[Sequence[bytes | None]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        yield from cursor.fetchall_unbuffered()


def _name(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace")


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
