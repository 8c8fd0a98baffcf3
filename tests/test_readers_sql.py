"""The tokenizer and reader of SQL dumps."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers import SourceError
from tiki2md.readers.files import Kind, sniff_bytes
from tiki2md.readers.sql import read_sql
from tiki2md.readers.sql_literals import unescape
from tiki2md.readers.sql_statements import table_columns
from tiki2md.readers.sql_tokens import CHUNK, SqlTokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.readers.schema import Tables

CREATE = b"CREATE TABLE `tiki_pages` (`page_id` int, `x` blob, `pageName` text, `data` text);\n"
ESCAPES = {0: b"\\0", 10: b"\\n", 13: b"\\r", 26: b"\\Z", 34: b'\\"', 39: b"\\'", 92: b"\\\\"}


def read(data: bytes, chunk: int = CHUNK) -> tuple[Tables, list[Code]]:
    reporter = Reporter()
    tables = read_sql(SqlTokens(io.BytesIO(data).read, chunk), "t.sql", reporter)
    return tables, [finding.code for finding in reporter.diagnostics]


def names(data: bytes, chunk: int = CHUNK) -> list[str | None]:
    return [row["pageName"] for row in read(data, chunk)[0].get("tiki_pages")]


def test_rows_without_names_of_columns_are_refused() -> None:
    with pytest.raises(SourceError, match="--complete-insert"):
        read(b"INSERT INTO tiki_pages VALUES (1,'a');")


@pytest.mark.parametrize(
    "statement",
    [
        b"INSERT INTO tiki_pages VALUES (1,2,'a','b',5);",
        b"INSERT INTO tiki_pages VALUES (1,2,'a');",
        b"INSERT INTO tiki_pages VALUES (1,2,NOW(),'b');",
        b"INSERT INTO tiki_pages VALUES (1,2,0x123,'b');",
        b"INSERT INTO tiki_pages VALUES (1,2,'a' 'c','b');",
        b"INSERT INTO tiki_pages SELECT 1,2,'a;','b' FROM x;",
        b"INSERT INTO tiki_pages (page_id, 'x') VALUES (1,2);",
        b"INSERT INTO tiki_pages VALUES ROW(1,2,'a','b'), ROW(2,2,'c','d');",
        b"INSERT INTO tiki_pages VALUES;",
    ],
)
@pytest.mark.parametrize("chunk", [1, 7, CHUNK])
def test_odd_statement_is_skipped_reported_and_the_next_is_read(
    statement: bytes, chunk: int
) -> None:
    data = CREATE + statement + b"INSERT INTO tiki_pages VALUES (2,NULL,'next','');"
    tables, codes = read(data, chunk)
    assert [row["pageName"] for row in tables.get("tiki_pages")] == ["next"]
    assert codes == [Code.SOURCE_STATEMENT_SKIPPED]


def test_bytes_that_are_no_utf8_are_reported_once() -> None:
    data = CREATE + b"INSERT INTO tiki_pages VALUES (1,'\xff','\xe9t\xe9','\x80 \xc3\xa9'),"
    tables, codes = read(data + b"(2,'\xff','\xe8','');")
    assert [row["pageName"] for row in tables.get("tiki_pages")] == ["été", "è"]
    assert tables.get("tiki_pages")[0]["data"] == "€ é"
    assert codes == [Code.SOURCE_NOT_UTF8] * 2  # for each column, not for each row


@pytest.mark.parametrize("program", [b"MySQL dump 10.11", b"MariaDB dump 10.19"])
def test_dump_without_its_last_line_is_truncated(program: bytes) -> None:
    assert read(b"-- " + program + b"\n" + CREATE)[1] == [Code.SOURCE_TRUNCATED]
    assert read(b"-- " + program + b"\n" + CREATE + b"-- Dump completed\n")[1] == []


@pytest.mark.parametrize(
    ("dump", "is_cut"),
    [
        (b"START TRANSACTION;\n%s", True),
        (b"BEGIN;\n%s", True),
        (b"START TRANSACTION;\n%sCOMMIT;\n/*!40101 SET NAMES x */;\n", False),
        (b"begin ;%scommit;start transaction;%s", True),
        (b"-- START TRANSACTION;\n%sDELIMITER $$\nBEGIN; SELECT 1; END$$\nDELIMITER ;\n", False),
    ],
)
def test_dump_that_does_not_end_what_it_began_is_truncated(dump: bytes, is_cut: bool) -> None:
    data = dump.replace(b"%s", CREATE, 1).replace(b"%s", b"")
    assert read(data)[1] == [Code.SOURCE_TRUNCATED] * is_cut


@pytest.mark.parametrize("chunk", [1, 7, CHUNK])
@pytest.mark.parametrize("version", [b"8.22", b"9.11", b"10.9", b"10.10"])
def test_dumps_of_old_programs_have_no_last_line(version: bytes, chunk: int) -> None:
    rule = b"-" * 57 if version == b"8.22" else b"-- " + b"-" * 54
    header = b"-- MySQL dump " + version + b"\n--\n-- Host: localhost    Database: x\n"
    server = b"\n-- Server version\t3.23.56-log\n\n"
    data = header + rule + server + CREATE + b"INSERT INTO tiki_pages VALUES (1,2,'a','b');\n"
    assert sniff_bytes(data) is Kind.SQL
    tables, codes = read(data, chunk)
    assert [row["pageName"] for row in tables.get("tiki_pages")] == ["a"]
    assert codes == []


def test_content_inside_of_comments_programs_and_other_tables_is_not_read() -> None:
    noise = (
        b"-- it's INSERT INTO tiki_pages VALUES (1,1,'no','');\n"
        b"# it's INSERT INTO tiki_pages VALUES (1,1,'no','');\n"
        b"/* it's INSERT INTO tiki_pages VALUES (1,1,'no',''); */\n"
        b"/*!50001 CREATE VIEW `v` AS SELECT 'it' */;\n"
        b"INSERT INTO other VALUES (1,'; INSERT INTO tiki_pages VALUES (1,1,\\'no\\',\\'\\');');\n"
        b"DELIMITER ;;\nCREATE TRIGGER t INSERT INTO tiki_pages VALUES (1,1,'no',''); END ;;\n"
        b'DELIMITER ;\nSET a = 1-1/2; CREATE VIEW w AS SELECT `;`, "it\'s";\n'
    )
    row = b"INSERT INTO tiki_pages VALUES (1,1,'yes','');"
    for chunk in (1, 2, 3, 5, CHUNK):
        assert names(noise + CREATE + noise + row + noise, chunk) == ["yes"]


def test_rows_behind_something_odd_are_told_of() -> None:
    odd = b"INSERT INTO tiki_pages VALUES (1,2,'a','b') (2,2,'c','d');"
    tables, codes = read(CREATE + odd)
    assert [row["pageName"] for row in tables.get("tiki_pages")] == ["a"]
    assert codes == [Code.SOURCE_STATEMENT_SKIPPED]


@pytest.mark.parametrize("chunk", [1, 7, CHUNK])
@pytest.mark.parametrize(
    "said",
    [
        b"mysqldump: [Warning] Using a password on the command line interface can be insecure.",
        b"Warning: Using a password on the command line interface can be insecure.",
        b"/usr/bin/mysqldump: Deprecated program name, use '/usr/bin/mariadb-dump' instead",
        b"mysqldump: Couldn't execute 'SHOW EVENTS': Access denied; you need more",
        b"mysqldump.exe: Error: it's; odd",
        b"Enter password: ",
    ],
)
def test_what_the_program_said_to_people_is_no_statement(said: bytes, chunk: int) -> None:
    row = b"INSERT INTO tiki_pages VALUES (1,1,'mysqldump: \n yes','');\n"
    data = said + b"\r\n-- MySQL dump\n" + said + b"\n" + CREATE + said + b"\n" + row
    tables, codes = read(data, chunk)
    assert [row["pageName"] for row in tables.get("tiki_pages")] == ["mysqldump: \n yes"]
    assert codes == [Code.SOURCE_TRUNCATED]  # its header was seen, and its last line is missing
    assert sniff_bytes(data) is Kind.SQL


@pytest.mark.parametrize("chunk", [1, 2, 3, 10, CHUNK])
@pytest.mark.parametrize(
    "insert",
    [
        b"INSERT INTO `tiki_pages` VALUES\n(1,NULL,'a','d'),\n(2,-1.5e3,'b','d');",
        b"INSERT INTO \"tiki_pages\" VALUES (1,NULL,'a','d'),(2,0x,'b','d');",
        b"REPLACE INTO db.tiki_pages VALUES (1,x'00','a','d') , ( 2 , b'1' , 'b' , 'd' ) ;",
        b"insert ignore into `db` . `tiki_pages` values (1,0x0027,0x61,'d'),(2,'','b','d');",
        b"INSERT INTO tiki_pages (`data`, pageName) VALUES ('d','a'),('d',_utf8mb4'b');",
        b"INSERT INTO tiki_pages (`PAGENAME`,`new`) VALUES (_binary 'a',1),(N'b',TRUE);",
        b"INSERT INTO tiki_pages VALUES (1,1,\"a\",'d'),/* c */ (2,1,-- c'\n'b','d') AS n(';');",
        b"INSERT INTO tiki_pages VALUES (1,1,'a',''),(2,1,'b','') on duplicate key update x=1;",
    ],
)
def test_styles_of_inserts(insert: bytes, chunk: int) -> None:
    tables, codes = read(CREATE + insert + CREATE, chunk)
    assert [row["pageName"] for row in tables.get("tiki_pages")] == ["a", "b"]
    assert "x" not in tables.get("tiki_pages")[0]
    assert codes == []


@pytest.mark.parametrize("words", [b"OR REPLACE TABLE", b"TEMPORARY TABLE IF NOT EXISTS"])
def test_styles_of_definitions(words: bytes) -> None:
    data = b"CREATE " + words + b" tiki_pages (pageName text);INSERT INTO tiki_pages VALUES ('a');"
    assert names(data) == ["a"]
    assert sniff_bytes(data) is Kind.SQL


def test_the_place_of_what_is_odd_or_cut() -> None:
    reporter = Reporter()
    row = b"INSERT INTO tiki_pages VALUES (1,1,'a',''),(2,1,'b','');\n"
    strange = b"INSERT INTO tiki_pages VALUES (3,1,'c',''),(NOW());\n"
    other = b"CREATE TABLE tiki_files (fileId int);\nINSERT INTO tiki_files VALUES (1),(2"
    read_sql(SqlTokens(io.BytesIO(CREATE + row + strange + other).read), "t.sql", reporter)
    odd, cut = (finding.message for finding in reporter.diagnostics)
    assert odd.endswith("not read: t.sql: the rows of table tiki_pages, behind the first 3")
    assert "t.sql: the rows of table tiki_files, behind the first 1; what stands before" in cut


def test_columns_of_a_definition() -> None:
    definition = (
        b"(`page_id` int(14) NOT NULL DEFAULT '0,(' COMMENT 'it''s, `x`', `key` decimal(4,3),\n"
        b"\"na\"\"me\" enum('a','b'), key_x text, PRIMARY KEY (`page_id`), KEY `d` (`data`(191)),"
        b" UNIQUE KEY u (a,b), FULLTEXT KEY `ft` (`a`), CONSTRAINT `c` CHECK (a > 1)) ENGINE=X"
    )
    assert table_columns(definition) == ["page_id", "key", 'na"me', "key_x"]


def test_escapes_of_a_string() -> None:
    assert unescape(rb"\0\b\n\r\t\Z\\\'\"\%\_\q''") == b"\0\b\n\r\t\x1a\\'\"\\%\\_q'"
    assert unescape(rb"\\''\'''", b"'") == b"\\'''"


PIECES = st.one_of(
    st.sampled_from([(rb"\n", b"\n"), (rb"\0", b"\0"), (rb"\Z", b"\x1a"), (rb"\%", rb"\%")]),
    st.sampled_from([(rb"\\", b"\\"), (rb"\'", b"'"), (b"''", b"'"), (rb"\q", b"q"), (b'"', b'"')]),
    st.binary(max_size=3)
    .map(lambda raw: raw.replace(b"\\", b"n").replace(b"'", b"0"))
    .map(lambda raw: (raw, raw)),
)


@given(st.lists(PIECES))
def test_escapes_side_by_side(pieces: list[tuple[bytes, bytes]]) -> None:
    body = b"".join(written for written, _ in pieces)
    assert unescape(body) == b"".join(meant for _, meant in pieces)


# Values that look like SQL, between any others.
hostile = st.lists(
    st.one_of(
        st.sampled_from(
            ["'", '"', "\\", "\n", "\r\n", "\0", ";", "-- ", "/*", "*/", "`", "),(", "🐟"]
        ),
        st.sampled_from(["''", "\\'", "NULL", "INSERT INTO tiki_pages VALUES (", "#", "é", "%_"]),
        st.text(max_size=5),
    ),
    max_size=8,
).map("".join)
PageRow = tuple[int, bytes | None, str, str]
rows_of_pages = st.lists(
    st.tuples(st.integers(-5, 10**9), st.none() | st.binary(max_size=40), hostile, hostile),
    max_size=6,
)


def literal(value: bytes | str | int | None, style: str) -> bytes:
    if value is None:
        return b"NULL"
    if isinstance(value, int):
        return b"%d" % value
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "replace")
    if style == "hex" and raw and isinstance(value, bytes):
        return b"0x" + raw.hex().encode()
    if style == "doubled":
        return b"'" + raw.replace(b"\\", b"\\\\").replace(b"'", b"''") + b"'"
    body = b"".join(ESCAPES.get(byte, bytes([byte])) for byte in raw)
    return (b"_binary " if style == "binary" and isinstance(value, bytes) else b"") + b"'%s'" % body


def write(rows: Sequence[PageRow], style: str, *, extended: bool) -> bytes:
    tuples = [b"(" + b",".join(literal(value, style) for value in row) + b")" for row in rows]
    if extended and tuples:
        tuples = [b",\n".join(tuples)]
    return CREATE + b"".join(b"INSERT INTO `tiki_pages` VALUES\n%s;\n" % text for text in tuples)


@given(
    rows_of_pages,
    st.sampled_from(["escaped", "doubled", "hex", "binary"]),
    st.booleans(),
    st.integers(1, 60),
)
def test_whatever_is_written_is_read_back(
    rows: Sequence[PageRow], style: str, extended: bool, chunk: int
) -> None:
    data = write(rows, style, extended=extended)
    for size in (chunk, CHUNK):
        tables, codes = read(data, size)
        assert codes == []
        assert [
            (row["page_id"], row["pageName"], row["data"]) for row in tables.get("tiki_pages")
        ] == [(str(number), name, text) for number, _, name, text in rows]


@given(rows_of_pages, st.sampled_from(["escaped", "doubled", "hex"]), st.data())
def test_cut_dump_keeps_its_whole_rows(
    rows: Sequence[PageRow], style: str, data: st.DataObject
) -> None:
    whole = write(rows, style, extended=True)
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    tables, codes = read(cut, data.draw(st.integers(1, 50)))
    found = [row["data"] for row in tables.get("tiki_pages")]
    assert found == [row[3] for row in rows][: len(found)]
    prefix = len(CREATE + b"INSERT INTO `tiki_pages` VALUES\n")
    ends = 0
    for row in rows:
        prefix += len(write([row], style, extended=True)) - len(CREATE) - 34
        ends += prefix <= len(cut)
        prefix += 2
    assert len(found) == ends
    assert codes in ([], [Code.SOURCE_TRUNCATED])
    if len(found) < len(rows) and len(cut) > len(CREATE):
        assert codes == [Code.SOURCE_TRUNCATED]


@pytest.mark.parametrize("columns", ["", '(`page_id`, "x", pageName, `data`) '])
def test_a_statement_that_is_cut_is_not_odd_as_well(columns: str) -> None:
    begun = f"INSERT INTO `tiki_pages` {columns}VALUES\n(1,NULL,'Home',''".encode()
    for end in range(len("INSERT "), len(begun)):
        tables, codes = read(CREATE + begun[:end], CHUNK)
        assert codes == [Code.SOURCE_TRUNCATED], begun[:end]
        assert tables.get("tiki_pages") == []


def test_the_names_of_columns_may_come_from_another_file() -> None:
    rows = b"INSERT INTO tiki_pages VALUES (1,2,'Home','!A');"
    definitions = {}
    for data in (CREATE, rows):
        tokens = SqlTokens(io.BytesIO(data).read, CHUNK)
        tables = read_sql(tokens, "t.sql", Reporter(), None, definitions)
    assert [row["pageName"] for row in tables.get("tiki_pages")] == ["Home"]
