"""What MariaDB says itself, against what is read from its dumps and from its connection."""

from __future__ import annotations

import gzip
import io
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import mariadb_server as mariadb
import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loading import bytes_of
from sample_exports import GARDEN, HARBOUR, needs_garden

from tiki2md.cli import run
from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers import Reading, SourceError, read_sources, source_named
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.sql_statements import read_statements
from tiki2md.readers.sql_tokens import CHUNK, SqlTokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tiki2md.model import Wiki

pytestmark = pytest.mark.skipif(not mariadb.INSTALLED, reason="no MariaDB server is installed")
Row = tuple[bytes | None, ...]


@pytest.fixture(scope="module")
def server() -> Iterator[mariadb.Server]:
    # The path of a socket may have about a hundred characters: pytest's folders are too deep.
    with tempfile.TemporaryDirectory(prefix="t2m") as folder, mariadb.running(Path(folder)) as it:
        yield it


class Everything:
    """Takes every value of every table, as bytes."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {}
        self.columns: dict[str, Sequence[str]] = {}
        self.skipped: list[str] = []

    def use(self, database: str) -> None:
        raise AssertionError(database)

    def wants(self, table: str) -> bool:
        return bool(table)

    def define(self, table: str, columns: Sequence[str]) -> None:
        self.columns[table] = columns
        self.rows[table] = []

    def select(self, table: str, columns: Sequence[str] | None) -> list[bool]:
        columns = columns or self.columns[table]
        assert columns == self.columns[table]
        self._table = table
        return [True] * len(columns)

    def row(self, values: Sequence[bytes | None]) -> None:
        self.rows[self._table].append(tuple(values))

    def skip(self, place: str) -> None:
        self.skipped.append(place)


def read(dump: bytes, chunk: int = CHUNK) -> dict[str, list[Row]]:
    found = Everything()
    assert read_statements(SqlTokens(io.BytesIO(dump).read, chunk), found) == ""
    assert found.skipped == []
    return found.rows


def held(server: mariadb.Server, database: str, charset: str = "utf8mb4") -> dict[str, list[Row]]:
    """All rows of all tables, as the server says them in ``charset``."""
    tables: dict[str, list[Row]] = {}
    with closing(server.connect(database, charset=charset)) as connection:
        cursor = connection.cursor()
        cursor.execute("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")
        for name, _ in cursor.fetchall():
            table = name.decode()
            cursor.execute(f"SELECT * FROM `{table}`")
            tables[table.lower()] = list(cursor.fetchall())
    return tables


def same(found: list[Row], expected: list[Row]) -> bool:
    """Whether rows are equal, in whatever order they were written."""
    return sorted(map(repr, found)) == sorted(map(repr, expected))


@needs_garden
@pytest.mark.parametrize("path", sorted(GARDEN.glob("*.sql.gz")), ids=lambda path: path.name)
def test_real_dumps_row_for_row(server: mariadb.Server, path: Path) -> None:
    dump = gzip.decompress(path.read_bytes())
    # One for each: to drop a database takes as long as to load it.
    database = path.name.partition(".")[0].replace("-", "_")
    server.load(dump, database)
    expected = held(server, database)
    found = read(dump)
    assert found.keys() == expected.keys()
    assert sum(map(len, expected.values())) > 1000
    for table, rows in expected.items():
        assert same(found[table], rows), table


def test_the_sample_dump_row_for_row(server: mariadb.Server) -> None:
    dump = gzip.decompress(HARBOUR.read_bytes())
    server.load(dump, "harbour")
    found, expected = read(dump, 50), held(server, "harbour")
    assert found.keys() == expected.keys()
    assert [table for table, rows in expected.items() if not same(found[table], rows)] == []


COLUMNS = {
    "number": "INT",
    "big": "BIGINT UNSIGNED",
    "price": "DECIMAL(20,6)",
    "ratio": "DOUBLE",
    "flags": "BIT(12)",
    "day": "DATE",
    "moment": "DATETIME",
    "name": "VARCHAR(80)",
    "text": "MEDIUMTEXT",
    "western": "TEXT CHARACTER SET latin1",
    "bytes": "LONGBLOB",
    "few": "VARBINARY(40)",
    "document": "JSON",
    "choice": "ENUM('a','it''s','ü')",
    "na`me": "TINYTEXT",
}
ODD = st.sampled_from(
    (
        *("'", '"', "\\", "\\'", "\n", "\r\n", "\0", "\x1a", "\t", "`", ";", "--", "/*", "*/"),
        *("%", "_", "é", "€", "ß", "日本", "🐟", "NULL", "0x41", "\\N", " ", "''", "),("),
        "INSERT INTO x VALUES (",
    )
)
TEXT = st.lists(ODD | st.text(max_size=3), max_size=6).map("".join)
WESTERN = st.text(st.sampled_from("aé€ß’'\\\"\n\0\x1aÿ "), max_size=12)
VALUES = st.tuples(
    st.none() | st.integers(-(2**31), 2**31 - 1),
    st.none() | st.integers(0, 2**64 - 1),
    st.none() | st.decimals(-(10**13), 10**13, places=6),
    st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.none() | st.integers(0, 2**12 - 1),
    st.none() | st.dates().map(str),
    st.none() | st.datetimes().map(lambda moment: str(moment.replace(microsecond=0))),
    st.none() | TEXT.map(lambda text: text[:80]),
    st.none() | TEXT,
    st.none() | WESTERN,
    st.none() | st.binary(max_size=60),
    st.none() | st.binary(max_size=40),
    st.none() | st.sampled_from(['{"a": "\\\\\\""}', "[]", '"é\'"', "null", "1.50"]),
    st.none() | st.sampled_from(["a", "it's", "ü"]),
    st.none() | TEXT.map(lambda text: text[:60]),
)
STYLES = {
    "default": (),
    "single": ("--skip-extended-insert",),
    "hex, complete": ("--hex-blob", "--complete-insert"),
    "ansi": ("--compatible=ansi",),
    "replace": ("--replace",),
    "ignore": ("--insert-ignore", "--skip-opt"),
    "bare": ("--compact", "--create-options", "--skip-quote-names"),
    "latin1": ("--default-character-set=latin1",),
    "triggers": ("--routines", "--triggers", "--events", "--skip-comments"),
}

IN_LATIN1 = {"latin1", "ansi"}
"""``--compatible=ansi`` writes in Latin-1 and does not say so."""
TRIGGER = (
    "CREATE TRIGGER grow BEFORE INSERT ON after FOR EACH ROW BEGIN "
    "SET NEW.id = NEW.id; /* ; */ SET @x = 'it''s; INSERT'; END"
)


def encoded(value: object) -> object:
    return value.encode("utf-8", "replace") if isinstance(value, str) else value


def fill(server: mariadb.Server, rows: list[tuple[object, ...]]) -> None:
    quoted = {name: f"`{name.replace('`', '``')}`" for name in COLUMNS}
    definition = ", ".join(f"{quoted[name]} {kind}" for name, kind in COLUMNS.items())
    with closing(server.connect()) as connection:
        cursor = connection.cursor()
        cursor.execute("SET SESSION sql_mode = ''")
        for statement in (
            "DROP DATABASE IF EXISTS odd",
            "CREATE DATABASE odd CHARACTER SET utf8mb4",
            "USE odd",
            f"CREATE TABLE things ({definition}) CHARACTER SET utf8mb4",
            "CREATE TABLE after (id INT)",
            "CREATE VIEW seen AS SELECT number, '; INSERT INTO after VALUES (7)' FROM things",
            TRIGGER,
        ):
            cursor.execute(statement)
        insert = f"INSERT INTO things VALUES ({', '.join(['%s'] * len(COLUMNS))})"
        for row in rows:
            cursor.execute(insert, [encoded(value) for value in row])
        cursor.execute("INSERT INTO after VALUES (5)")


@settings(
    examples(25),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(VALUES, min_size=1, max_size=5), chunk=st.sampled_from([1, 7, 64, CHUNK]))
def test_hostile_values_row_for_row(
    server: mariadb.Server, rows: list[tuple[object, ...]], chunk: int
) -> None:
    """A database, dumped in every style: to make one takes longer than to dump it."""
    fill(server, rows)
    expected = {charset: held(server, "odd", charset) for charset in ("latin1", "utf8mb4")}
    for style, options in STYLES.items():
        found = read(server.dump("odd", *options), chunk)
        assert found == expected["latin1" if style in IN_LATIN1 else "utf8mb4"], style


SECRET = "p@ss/w#rd"


@pytest.fixture(scope="module")
def harbour(server: mariadb.Server) -> str:
    """The address of the sample wiki, for a user who may read and do nothing else."""
    server.load(gzip.decompress(HARBOUR.read_bytes()), "saltwick")
    server.execute(
        "CREATE VIEW saltwick.tiki_trackers AS SELECT 1 AS trackerId",
        f"CREATE USER ada@localhost IDENTIFIED BY '{SECRET}'",
        "GRANT SELECT, SHOW VIEW ON *.* TO ada@localhost",
    )
    return f"mysql://ada@localhost/saltwick?unix_socket={quote(str(server.socket), safe='')}"


def load(source: str | Path, **asked: object) -> tuple[Wiki, list[Code]]:
    reporter = Reporter()
    found = [source_named(source) if isinstance(source, str) else source]
    reading = Reading(database_password=SECRET, **asked)  # type: ignore[arg-type]
    wiki = read_sources(found, reporter, reading)
    return wiki, [finding.code for finding in reporter.diagnostics]


def without_origins(wiki: Wiki) -> Wiki:
    return replace(wiki, pages=[replace(page, origin="") for page in wiki.pages])


def test_a_live_database_is_what_its_dump_is(harbour: str, tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    wiki, codes = load(harbour, blobs=store, history=True)
    assert codes == []
    assert wiki.pages[0].origin == "mysql://ada@localhost/saltwick: tiki_pages"
    expected = read_sources([HARBOUR], Reporter(), Reading(blobs=store, history=True))
    assert without_origins(wiki) == without_origins(expected)
    blob = wiki.files[1].blob
    assert blob is not None
    assert bytes_of(blob).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("ada@", "ada:wrong@"), "Access denied for user 'ada'.*give the right user and password"),
        (("/saltwick", "/nowhere"), "Unknown database 'nowhere'.*db/local.php"),
        (("unix_socket=", "unix_socket=x"), "is no socket of a server"),
        (("?", "?charset=klingon&"), "klingon"),
    ],
)
def test_a_database_that_cannot_be_read_says_why(
    harbour: str,
    change: tuple[str, str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = harbour.replace(*change)
    with pytest.raises(SourceError, match=message) as caught:
        load(address)
    assert SECRET not in str(caught.value)
    assert "wrong" not in str(caught.value)
    monkeypatch.setenv("TIKI2MD_DB_PASSWORD", SECRET)
    assert run(["inspect", address]) == 3
    said = capsys.readouterr()
    assert SECRET not in said.err + said.out
    assert "wrong" not in said.err + said.out


def test_the_password_comes_from_the_environment(
    harbour: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIKI2MD_DB_PASSWORD", SECRET)
    assert run(["inspect", harbour]) == 0
    assert run(["ast", harbour]) == 2  # it holds several pages, and says so
    said = capsys.readouterr()
    assert "mysql://ada@localhost/saltwick holds 14 pages" in said.err
    assert SECRET not in said.err + said.out


def test_a_database_without_pages_says_what_it_holds(server: mariadb.Server, harbour: str) -> None:
    server.execute("CREATE DATABASE IF NOT EXISTS shop", "CREATE TABLE shop.orders (id INT)")
    with pytest.raises(SourceError, match=r"no table tiki_pages.*such as orders"):
        load(harbour.replace("/saltwick", "/shop"))


def test_the_wikis_own_connection_undoes_what_it_did(
    server: mariadb.Server, harbour: str, tmp_path: Path
) -> None:
    """Tiki's UTF-8 through a connection in Latin-1: Tiki's own settings tell of it."""
    server.execute(
        "CREATE DATABASE twice CHARACTER SET utf8mb4",
        "CREATE TABLE twice.wiki_tiki_pages (page_id INT, pageName VARCHAR(160), data MEDIUMTEXT)",
    )
    text = "Été à la “Möwe” für Ćao 日本"
    server.execute(
        f"INSERT INTO wiki_tiki_pages VALUES (1, 'Café', '{text}')".encode(),
        database="twice",
        charset="latin1",
    )
    settings_file = tmp_path / "local.php"
    settings_file.write_text(
        "<?php // $dbs_tiki = 'no';\n$db_tiki='mysqli';\n/* $host_tiki = 'x'; */\n"
        f"$host_tiki=\"localhost\"; $socket_tiki = '{server.socket}';\n"
        f"$user_tiki = 'ada';\n$pass_tiki = '{SECRET}';\n$dbs_tiki = 'twice';\n"
        "$client_charset = 'latin1';\n",
        "utf-8",
    )
    wiki, codes = load(settings_file)
    assert [(page.name, page.source) for page in wiki.pages] == [("Café", text)]
    assert codes == []
    address = harbour.replace("/saltwick", "/twice")
    wiki, codes = load(address)
    assert wiki.pages[0].name == "CafÃ©"
    assert codes == [Code.SOURCE_DOUBLE_ENCODED]
    wiki, codes = load(address, repair_encoding=True)
    assert [(page.name, page.source) for page in wiki.pages] == [("Café", text)]
    assert codes == [Code.SOURCE_DOUBLE_ENCODED]
    dump = tmp_path / "twice.sql"
    dump.write_bytes(server.dump("twice", "--default-character-set=latin1"))
    wiki, codes = load(dump)  # the advice of old: what is in Latin-1 twice is UTF-8
    assert [(page.name, page.source) for page in wiki.pages] == [("Café", text)]
    assert codes == []
