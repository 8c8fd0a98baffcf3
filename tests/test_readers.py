"""Sources of every kind to a wiki."""

import bz2
import errno
import gzip
import hashlib
import json
import lzma
import random
import runpy
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from loading import load
from sample_exports import EXPORTS, GARDEN, GOLDEN, HARBOUR, needs_garden

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Wiki
from tiki2md.options import Options, with_values
from tiki2md.readers import (
    SourceError,
    files,
    options_from_preferences,
    read_sources,
    read_text,
    sources,
)
from tiki2md.readers.blobs import BlobStore, chunks_of
from tiki2md.readers.files import open_stream
from tiki2md.readers.history import version_text
from tiki2md.readers.names import aliases_in_text
from tiki2md.readers.reading import Reading


def page(wiki: Wiki, name: str):
    return next(page for page in wiki.pages if page.name == name)


def write_sql(path: Path, tables: dict[str, tuple[list[str], list[list[str]]]]) -> Path:
    text = ""
    for table, (columns, rows) in tables.items():
        text += f"CREATE TABLE `{table}` ({', '.join(f'`{name}` text' for name in columns)});\n"
        for row in rows:
            values = ",".join("'" + value.replace("'", "''") + "'" for value in row)
            text += f"INSERT INTO `{table}` VALUES ({values});\n"
    path.write_bytes(text.encode())
    return path


PAGE = ["page_id", "pageName", "data", "is_html"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b'[{"type":"header"}]', "holds no table"),
        ("a.json", b'[{"type":"table","name":"tiki_pages","data":[{"page', "line 1, column"),
        ("a.json", b'[{"type":"table","name":"tiki_pages","data":{"a":1}}]', "no list of rows"),
        ("a.json", b'[{"type":"table","name":"tiki_categories","data":[]}]', "no table tiki_pages"),
        ("a.json", b'{"type":' * 100_000, "nested too deep|broken JSON"),
        ("a.json", b'[{"type":"header"}, ' + b"1" * 5000 + b"]", "no number of more than"),
        ("a.json", b"just words", "what is read is JSON as phpMyAdmin 4.7"),
        ("a.json", b"/**\n Export to JSON plugin for PHPMyAdmin\n", "phpMyAdmin 4.7 and later"),
        ("a.sql", b"", "a.sql: it is empty; export it again"),
        ("a.csv", b"", "it is empty"),
        ("a.sql.gz", gzip.compress(b"", mtime=0), "it is empty"),
        ("a.sql.gz", b"\x1f\x8b\x08\0rubbish", "its packed data are damaged; copy or export it"),
        ("a.sql", b"words", "holds no .sql data"),
        (
            "a.sql",
            b"mysqldump: Got error: 1045\n",
            "it holds no dump, but “mysqldump: Got error: 1045”; make it again",
        ),
        ("a.sql", "-- MySQL dump 10.13\n".encode("utf-16"), "in UTF-16, .* --result-file"),
        ("a.txt", "SET NAMES utf8;".encode("utf-16"), "in UTF-16, .* --result-file"),
        ("a.sql", "words".encode("utf-16"), "holds no .sql data"),
        ("a.sql", b"CREATE TABLE users (a int);", "found only tables such as users"),
        ("a.sql", b"CREATE TABLE `use\nrs` (a int);", "found only tables such as use rs"),
        ("a.sql", b"SET NAMES utf8;", "no table at all"),
        (
            "a.sql",
            b"CREATE TABLE a (b int);\nINSERT INTO a VALUES (1),(",
            "no table tiki_pages, .* such as a; the export ends too soon: make it again",
        ),
        ("a.sql", b"INSERT INTO tiki_pages VALUES (1,'a');", "the table structure, too"),
        (
            "a.sql",
            b"--\n-- PostgreSQL database dump\n--\n\nSET x = 1;",
            "dump of PostgreSQL; .*CSV",
        ),
        ("a.dump", b"PGDMP\x01\x0e\x00", "dump of PostgreSQL"),
        ("a.sql", b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;", "dump of SQLite; .*CSV"),
        ("a.db", b"SQLite format 3\x00\x10\x00", "database of SQLite"),
        ("a.sql", b'<?xml version="1.0"?>\n<mysqldump xmlns:xsi="x">\n', "in XML; make one in SQL"),
        ("a.xml", b'<?xml version="1.0"?>\n<!--\n- pma -->\n<pma_xml_export v="1">', "in XML"),
        ("a.yml", b"---\nobjects:\n -\n  type: x\n", "a profile of Tiki; .* name its pages"),
        ("a.yml", b"preferences:\r\n  feature_wiki: y\r\n", "a profile of Tiki"),
        ("a.xb", b"XBSTCK01\x00\x00", "restore it"),
        ("a.zip", b"PK\x03\x04\x00\x00", "zip archive that holds no file"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\4", "an archive of 7-Zip or RAR; unpack it"),
        ("a.sql.rar", b"Rar!\x1a\x07\x01\0", "an archive of 7-Zip or RAR; unpack it"),
    ],
)
def test_unusable_source(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message) as info:
        load(path)
    assert str(path) in str(info.value)


def test_unusable_places(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        load(tmp_path / "missing")
    with pytest.raises(SourceError, match="nothing to read in this folder"):
        load(tmp_path)
    with pytest.raises(SourceError, match="nothing to read: name"):
        load()
    (tmp_path / "tiki_pages.MYD").write_bytes(b"\0")
    with pytest.raises(SourceError, match=r"files of a database server itself; .* mysqldump"):
        load(tmp_path)


def test_rows_and_their_structure_in_two_files(tmp_path):
    write_sql(tmp_path / "structure.sql", {"tiki_pages": (PAGE, [])})
    odd = "INSERT INTO tiki_pages VALUES (NOW());\n"
    (tmp_path / "data.sql").write_text(f"{odd}INSERT INTO tiki_pages VALUES (1,'Home','!A','0');")
    for given in ([tmp_path], [tmp_path / "data.sql", tmp_path / "structure.sql"]):
        wiki, codes = load(*given)
        assert [(page.name, page.source) for page in wiki.pages] == [("Home", "!A")]
        assert codes == [Code.SOURCE_STATEMENT_SKIPPED]


@pytest.mark.parametrize("named", [["structure.sql"], ["data.sql"], ["structure.sql", "data.sql"]])
def test_one_of_two_files_may_name_the_database(tmp_path, named):
    write_sql(tmp_path / "structure.sql", {"tiki_pages": (PAGE, [])})
    (tmp_path / "data.sql").write_text("INSERT INTO tiki_pages VALUES (1,'Home','!A','0');")
    for name in named:
        (tmp_path / name).write_text("USE `tiki`;\n" + (tmp_path / name).read_text())
    wiki, codes = load(tmp_path)
    assert [(page.name, page.source) for page in wiki.pages] == [("Home", "!A")]
    assert codes == []


def test_rows_take_the_structure_of_their_own_database(tmp_path):
    structures = {"one": ["pageName", "page_id"], "two": ["page_id", "pageName"]}
    for name, columns in structures.items():
        path = write_sql(tmp_path / f"{name}.sql", {"tiki_pages": (columns, [])})
        path.write_text(f"USE {name};\n" + path.read_text())
    (tmp_path / "z.sql").write_text("USE two;\nINSERT INTO tiki_pages VALUES (1,'Home');")
    assert [(page.page_id, page.name) for page in load(tmp_path)[0].pages] == [(1, "Home")]
    for database in ("USE three;\n", ""):
        (tmp_path / "z.sql").write_text(f"{database}INSERT INTO tiki_pages VALUES (1,'Home');")
        with pytest.raises(SourceError, match="the table structure, too"):
            load(tmp_path)


def test_a_foreign_dump_in_a_folder_is_told(tmp_path):
    (tmp_path / "a.sql").write_text("-- PostgreSQL database dump\n")
    (tmp_path / "b.tiki").write_text("!B")
    wiki, codes = load(tmp_path)
    assert [page.name for page in wiki.pages] == ["b"]
    assert codes == [Code.SOURCE_SKIPPED]


WIKI = {
    "tiki_pages": (
        PAGE,
        [["1", "Home", "a", "0"], ["2", "Ferry", "b", "0"], ["3", "Bus", "c", "0"]],
    ),
    "tiki_objects": (
        ["objectId", "type", "itemId"],
        [["1", "wiki page", "Home"], ["2", "wiki page", "Ferry"], ["3", "wiki page", "Bus"]],
    ),
    "tiki_categories": (["categId", "name"], [["1", "Sea"], ["2", "Land"]]),
    "tiki_category_objects": (
        ["catObjectId", "categId"],
        [["1", "1"], ["1", "2"], ["2", "1"], ["3", "2"]],
    ),
    "tiki_history": (
        ["pageName", "version", "user", "data"],
        [["Bus", "1", "ann", "c"], ["Bus", "2", "bob", "c"], ["Home", "1", "ann", "a"]],
    ),
    "users_grouppermissions": (["groupName", "permName"], [["Staff", "tiki_p_view"]]),
}


@pytest.mark.parametrize("history", [False, True])
def test_rows_of_a_table_in_several_files(tmp_path, history):
    structure = {table: (columns, []) for table, (columns, _) in WIKI.items()}
    write_sql(tmp_path / "0.sql", structure)
    for table, (columns, rows) in WIKI.items():
        for number, row in enumerate(rows):
            path = write_sql(tmp_path / f"{table}.{number}.sql", {table: (columns, [row])})
            path.write_text(path.read_text().partition("\n")[2])  # mere rows
    wiki, codes = load(tmp_path, history=history)
    whole, _ = load(write_sql(tmp_path / "whole.sql", WIKI), history=history)
    assert codes == []
    assert [page.categories for page in wiki.pages] == [[1, 2], [1], [2]]
    assert all(page.hidden for page in wiki.pages)
    assert [replace(page, origin="") for page in wiki.pages] == [
        replace(page, origin="") for page in whole.pages
    ]


def test_two_wikis_in_several_files_are_not_mixed_up(tmp_path):
    other = {
        "tiki_pages": (PAGE, [["1", "Start", "a", "0"], ["2", "Taxi", "b", "0"]]),
        "tiki_objects": (["objectId", "type", "itemId"], [["1", "wiki page", "Taxi"]]),
        "tiki_categories": (["categId", "name"], [["1", "Air"]]),
        "tiki_category_objects": (["catObjectId", "categId"], [["1", "1"]]),
    }
    paths = [
        write_sql(tmp_path / f"{number}-{table}.sql", {table: tables[table]})
        for number, tables in enumerate((WIKI, other))
        for table in sorted(tables)
    ]
    wiki, codes = load(*paths)
    assert codes == []
    found = {p.name: [wiki.categories[n].name for n in p.categories] for p in wiki.pages}
    assert found == {
        "Home": ["Sea", "Land"],
        "Ferry": ["Sea"],
        "Bus": ["Land"],
        "Start": [],
        "Taxi": ["Air"],
    }


def test_rows_as_mysqldump_writes_them_into_a_folder(tmp_path):
    write_sql(tmp_path / "tiki_pages.sql", {"tiki_pages": (PAGE, [])})
    (tmp_path / "notes.sql").write_text("SET NAMES utf8;")
    (tmp_path / "notes.txt").write_text("what I did")
    assert load(tmp_path)[1] == [Code.SOURCE_LEFT_OUT]
    (tmp_path / "tiki_pages.txt").write_text("1\tHome\t!A\t0\n")
    with pytest.raises(SourceError, match=r"tiki_pages\.txt: .* mysqldump --tab .* without"):
        load(tmp_path)


TABLE = '[{"type":"table", "name" : "%s","data":[{"pageName":"Json","data":"tiki_pages"}]}]'


@pytest.mark.parametrize(
    ("name", "content", "pages"),
    [
        ("tiki_pages.csv", "pageName,data\nCsv,text\n", ["Csv"]),
        ("export.csv", "page_id,pageName,pageSlug,data\n1,Csv,,text\n", ["Csv"]),
        ("tiki_comments.csv", "threadId,object,objectType,data\n1,A,x,tiki_pages\n", ["Home"]),
        ("a.json", TABLE % "tiki_pages", ["Json"]),
        (
            "a.json",
            f'[{{"type":"header"}}, {" " * ((1 << 20) - 60)}{(TABLE % "x_tiki_pages")[1:]}',
            ["Json"],
        ),
        ("a.json", TABLE % "tiki_extwiki", ["Home"]),
    ],
)
def test_a_dump_is_left_out_beside_its_table_of_pages(tmp_path, name, content, pages):
    write_sql(tmp_path / "wiki.sql", {"tiki_pages": (PAGE, [["1", "Home", "a", "0"]])})
    (tmp_path / name).write_text(content)
    wiki, codes = load(tmp_path)
    assert [page.name for page in wiki.pages] == pages
    left_out = pages != ["Home"]
    assert codes == [Code.SOURCE_LEFT_OUT if left_out else Code.SOURCE_MIXED_FOLDER]


SMALL = b"CREATE TABLE tiki_pages (pageName text);INSERT INTO tiki_pages VALUES ('Home');"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("wiki.sql", SMALL),
        ("wiki.sql", b"\xef\xbb\xbf" + SMALL),
        ("sub/tiki.json", b'[{"type":"table","name":"tiki_pages","data":[{"pageName":"Home"}]}]'),
    ],
)
def test_a_dump_in_zip(tmp_path, name, content):
    with zipfile.ZipFile(tmp_path / "wiki.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("sub")
        archive.writestr(name, content)
    for source in (tmp_path, tmp_path / "wiki.zip"):
        wiki, codes = load(source)
        assert [page.name for page in wiki.pages] == ["Home"]
        assert codes == []


def test_other_archives_than_of_one_dump(tmp_path):
    path = tmp_path / "wiki.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("wiki.sql", SMALL)
        archive.writestr("read.me", "how I made it")
    with pytest.raises(SourceError, match=r"it holds wiki\.sql, read\.me; .* unpack it"):
        load(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("home.tiki", "!A")
    with pytest.raises(SourceError, match=r"it holds home\.tiki; .* unpack it"):
        load(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("wiki.sql", SMALL)
    for flags in (b"\x01\0", b"\0\0"):  # encrypted, and damaged
        raw = bytearray(path.read_bytes())
        raw[6:8] = flags
        at = raw.index(b"PK\x01\x02") + 8
        raw[at : at + 2] = flags
        if flags == b"\0\0":
            raw[raw.index(b"Home") + 1] ^= 1
        (tmp_path / "odd.zip").write_bytes(raw)
        with pytest.raises(SourceError, match=r"it holds wiki\.sql; .* unpack it"):
            load(tmp_path / "odd.zip")


def test_a_member_of_an_archive_may_have_no_name(tmp_path):
    path = tmp_path / "wiki.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("wiki.sql", SMALL)
        archive.writestr("?", "x")
    path.write_bytes(path.read_bytes().replace(b"?", b"\0"))
    with pytest.raises(SourceError, match=r"it holds wiki\.sql"):
        load(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
def test_cut_archive_keeps_what_is_whole(tmp_path, share):
    raw = gzip.decompress(HARBOUR.read_bytes())
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        packed = pack(raw + b"\n-- " + bytes(range(256)) * 40)
        path = tmp_path / "cut"
        path.write_bytes(packed[: int(len(packed) * share)])
        try:
            _, codes = load(path)
        except SourceError as error:
            assert "no table tiki_pages" in str(error) or "neither" in str(error)  # noqa: PT017
        else:
            assert codes == [Code.SOURCE_TRUNCATED]


def test_damaged_archive_is_no_traceback(tmp_path):
    packed = bytearray(HARBOUR.read_bytes())
    packed[len(packed) // 2] ^= 0xFF
    path = tmp_path / "damaged.sql.gz"
    path.write_bytes(packed)
    try:
        _, codes = load(path)
    except SourceError as error:
        assert "tiki_pages" in str(error)  # noqa: PT017
    else:
        assert Code.SOURCE_TRUNCATED in codes


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_damaged_archive_keeps_what_stands_before(tmp_path, pack):
    table = write_sql(tmp_path / "a.sql", {"tiki_pages": (PAGE, [["1", "Home", "text", "0"]])})
    noise = random.Random(0).randbytes(400_000).hex().encode()  # noqa: S311
    packed = bytearray(pack(table.read_bytes()) + pack(b"-- " + noise))
    for at in range(len(packed) // 2, len(packed) // 2 + 100):
        packed[at] ^= 0xFF
    table.write_bytes(packed)
    wiki, codes = load(table)
    assert [page.source for page in wiki.pages] == ["text"]
    assert codes == [Code.SOURCE_TRUNCATED]


def test_a_disk_that_fails_is_no_damaged_archive(tmp_path, monkeypatch):
    path = tmp_path / "a.tiki"
    path.write_text("text")

    def fail(_size):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(files, "_open", lambda _: SimpleNamespace(read1=fail, close=list))
    with pytest.raises(SourceError, match="Input/output error"):
        load(path)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_byte_order_mark_before_a_dump(tmp_path, pack):
    path = write_sql(tmp_path / "a.sql", {"tiki_pages": (PAGE, [["1", "Home", "text", "0"]])})
    path.write_bytes(pack(b"\xef\xbb\xbf" + path.read_bytes()))
    wiki, codes = load(path)
    assert [(page.name, page.source) for page in wiki.pages] == [("Home", "text")]
    assert codes == []


def test_a_stream_reads_as_much_as_it_is_asked_for(tmp_path):
    for content in (
        b"",
        b"a",
        b"ab",
        b"abcdef",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbfabcdef",
        b"\xef\xbb",
    ):
        path = tmp_path / "a"
        path.write_bytes(content)
        for size in (1, 2, 3, 4, 100):
            with open_stream(path) as stream:
                parts = list(iter(partial(stream.read, size), b""))
            assert b"".join(parts) == content.removeprefix(b"\xef\xbb\xbf")
            assert all(len(part) == size for part in parts[:-1])


def test_many_pages_are_merged_at_once(tmp_path, monkeypatch):
    for number in range(20):
        (tmp_path / f"{number}.tiki").write_text("text")
    merged = []
    monkeypatch.setattr(sources, "merge_into", lambda *args: merged.append(args))
    load(tmp_path)
    assert [len(other.pages) for _, other, _ in merged] == [20]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("(alias(A))(alias(B|shown))", ["A", "B"]),
        ("(alias(Shed (blue)))", ["Shed (blue"]),
        ("(alias(A(alias(B))", ["B"]),
        ("(alias(A|(alias(B))", ["B"]),
        ("(alias(A|b\nc))", ["A"]),
        ("(alias(A\nB)) (alias()) (alias(|x)) (alias(A)", []),
    ],
)
def test_aliases(source, names):
    assert aliases_in_text(source) == names


@pytest.mark.parametrize("part", ["(alias(a", "(alias(a|", "(alias(a|b)", "(alias(a)"])
def test_unclosed_aliases_take_no_quadratic_time(part):
    assert aliases_in_text(part * 200_000) == []


def test_modern_texts_are_not_unescaped(tmp_path):
    status = ["objectId", "tableName", "status"]
    page_row = ["1", "Home", "a &lt; b", "0"]
    converted = {
        "tiki_pages": (PAGE, [page_row]),
        "tiki_db_status": (status, [["1", "tiki_pages", "new9.0+"]]),
    }
    part = {"tiki_pages": (PAGE, [page_row])}
    html = {"tiki_pages": (PAGE, [["1", "H", "a &lt; b", "1"]]), "tiki_db_status": (status, [])}
    raw = {"tiki_pages": (PAGE, [["1", "H", "a &lt; <b>", "0"]]), "tiki_db_status": (status, [])}
    for tables in (converted, part, html, raw):
        wiki, codes = load(write_sql(tmp_path / "a.sql", tables))
        assert "&lt;" in wiki.pages[0].source
        assert codes == []


def test_texts_from_before_tiki_9_are_unescaped_once(tmp_path):
    status = (["objectId", "tableName", "status"], [["1", "tiki_history", "new9.0+"]])
    text = "&quot;a&quot; &amp;lt; b?x=1&copy=2"
    pages = {"tiki_pages": (PAGE, [["1", "Home", text, "0"]])}
    whole = {"tiki_history": (["x"], []), "tiki_preferences": (["name", "value"], [])}
    for tables in (pages | {"tiki_db_status": status}, pages | whole):
        wiki, codes = load(write_sql(tmp_path / "a.sql", tables))
        assert wiki.pages[0].source == '"a" &lt; b?x=1&copy=2'
        assert codes == [Code.SOURCE_ESCAPED_TEXT]


def test_a_table_of_pages_tells_that_it_is_from_before_tiki_9(tmp_path):
    always = ["hits", "comment", "ip", "flag", "points", "votes", "pageRank"]
    for columns, source in (
        (always, 'a "b"'),
        ([*always, "version_minor"], "a &quot;b&quot;"),
        (always[1:], "a &quot;b&quot;"),
    ):
        row = ["1", "Home", "a &quot;b&quot;", "0", *("" for _ in columns)]
        wiki, _ = load(write_sql(tmp_path / "a.sql", {"tiki_pages": ([*PAGE, *columns], [row])}))
        assert wiki.pages[0].source == source


def test_text_files_and_folders(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.tiki").write_text("hidden")
    (tmp_path / "b.tiki").write_bytes(b"\xef\xbb\xbf! B\r\n{maketoc}")
    (tmp_path / "sub" / "E\u0301te\u0301.txt").write_bytes(b"caf\xe9")
    (tmp_path / "sub" / "b.wiki").write_text("another")
    (tmp_path / "readme.md").write_text("no page")
    wiki, codes = load(tmp_path)
    assert [(page.name, page.source) for page in wiki.pages] == [
        ("b", "! B\r\n{maketoc}"),
        ("Été", "café"),
        ("sub/b", "another"),
    ]
    assert codes == [Code.SOURCE_NOT_UTF8]


@pytest.mark.parametrize(
    "text",
    [
        "#one\n#two\nSet up the tent; INSERT INTO x",
        "[https://x.example|x]",
        "{maketoc}",
        '{"a": 1}',
        "",
        "-- dash\nCreate a page",
        "objects:\n* a boat\n",
        "preferences: none\nmore",
    ],
)
def test_pages_that_look_like_something_else(tmp_path, text):
    path = tmp_path / "page.tiki"
    path.write_text(text)
    assert load(path)[0].pages[0].source == text


def test_content_counts_and_not_the_name(tmp_path):
    raw = gzip.decompress(HARBOUR.read_bytes())
    expected = load(HARBOUR)[0]
    for pack in (bytes, gzip.compress, bz2.compress, lzma.compress):
        path = tmp_path / "dump.txt"
        path.write_bytes(pack(raw))
        wiki, codes = load(path)
        assert codes == []
        origins = {page.name: page.origin for page in expected.pages}
        wiki.pages = [replace(page, origin=origins[page.name]) for page in wiki.pages]
        assert wiki == expected


def test_stdin():
    wiki = read_text("x (alias(Y))", "page")
    assert [(page.name, page.source, page.aliases) for page in wiki.pages] == [
        ("page", "x (alias(Y))", ["Y"])
    ]


def test_harbour_is_up_to_date():
    made = runpy.run_path(str(EXPORTS / "make_harbour.py"))["dump"]()
    packed = HARBOUR.read_bytes()
    assert zlib.decompress(packed, wbits=31) == made
    assert packed[4:8] == bytes(4)  # no time


def test_harbour():
    wiki, codes = load(HARBOUR)
    assert codes == []
    assert [page.page_id for page in wiki.pages] == list(range(1, 15))
    texts = {path.read_bytes().split(b"\n---\n", 1)[1] for path in (EXPORTS / "harbour").iterdir()}
    assert {page.source.encode() for page in wiki.pages} == texts
    museum = page(wiki, "Harbour Museum")
    assert museum.aliases == ["Museum of the Harbour"]
    assert museum.tags == ["museum", "opening hours"]
    assert page(wiki, "Tide Table").aliases == ["Tides"]
    boats = page(wiki, "Boat Building")
    assert [wiki.category_path(number) for number in boats.categories] == [
        ["Harbour", "Museum"],
        ["Harbour", "Museum", "Boats"],
    ]
    assert page(wiki, "Notice board").is_html
    assert page(wiki, "Fähre").language == "de"
    assert page(wiki, "Fish/Chips & Peas").edit_comment == "typo's"
    assert wiki.files[1].filename == "lamp.png"
    assert wiki.external_wikis == {"wikipedia": "https://en.wikipedia.example/wiki/$page"}
    assert wiki.dynamic_variables == {"ferryfare": "€ 7.50"}
    places = [(place.page, place.label, place.parent_id) for place in wiki.places.values()]
    assert places == [
        ("Harbour Museum", "The museum", 0),
        ("Tide Table", "", 1),
        ("Ferry Timetable", "Ferry", 1),
        ('What is a "fathom"?', "", 3),
    ]
    assert wiki.translations == [["Ferry Timetable", "Fähre"], ["HomePage", "Le port"]]
    found = with_values(Options(), options_from_preferences(wiki.preferences))
    assert found == Options(markdown_pages=False, argument_variables=True)


def test_phpmyadmin_folder_and_files():
    folder = EXPORTS / "phpmyadmin"
    wiki, codes = load(folder)
    assert codes == []
    cafe, bread = wiki.pages
    assert (cafe.name, cafe.language) == ("Café “Möwe”", "de")
    assert cafe.aliases == ["Seagull Café"]
    assert bread.source.startswith("!Rye bread\nKneaded")  # a column of bytes, in hex
    assert [wiki.category_path(number) for number in bread.categories] == [["Food", "Bread"]]
    assert load(*sorted(folder.iterdir(), reverse=True))[0] == wiki


def test_several_exports_are_merged_and_the_first_wins(tmp_path):
    category = ["categId", "name", "parentId"]
    objects = (["objectId", "type", "itemId"], [["1", "wiki page", "New"]])
    other = write_sql(
        tmp_path / "other.sql",
        {
            "tiki_pages": (PAGE, [["1", "New", "n", "0"], ["2", "RYE BREAD", "changed", "0"]]),
            "tiki_categories": (category, [["3", "Other", "2"], ["2", "Food", "0"]]),
            "tiki_objects": objects,
            "tiki_category_objects": (["catObjectId", "categId"], [["1", "3"]]),
        },
    )
    wiki, codes = load(EXPORTS / "phpmyadmin", other, EXPORTS / "phpmyadmin")
    assert [page.name for page in wiki.pages] == ["Café “Möwe”", "Rye bread", "New"]
    assert codes == [Code.SOURCE_PAGE_TWICE]
    assert [wiki.category_path(n) for n in page(wiki, "New").categories] == [["Food", "Other"]]
    assert [wiki.category_path(n) for n in page(wiki, "Rye bread").categories] == [
        ["Food", "Bread"]
    ]


def test_json_with_bare_values(tmp_path):
    row = {"page_id": 7, "pageName": "A\ud800", "data": "0xno hex", "is_html": True, "hits": 1.5}
    table = {"type": "table", "name": "tiki_pages", "data": [row, {"pageName": None}]}
    path = tmp_path / "x.json"
    path.write_text(json.dumps([table, table | {"data": [row | {"pageName": "B"}]}]))
    wiki, _ = load(path)
    assert [(page.name, page.page_id, page.is_html, page.hits) for page in wiki.pages] == [
        ("Page 0", 0, False, 0),
        ("A\N{REPLACEMENT CHARACTER}", 7, True, 0),
        ("B", 7, True, 0),
    ]


def test_options_from_preferences():
    assert options_from_preferences({}) == {}
    assert options_from_preferences({"wiki_page_regex": "x", "wiki_page_separator": ""}) == {
        "markdown_pages": False
    }
    preferences = {
        "feature_wiki_paragraph_formatting": "n",
        "feature_wiki_paragraph_formatting_add_br": "n",
        "feature_wiki_tables": "old",
        "feature_wiki_monosp": "y",
        "feature_wikiwords": "y",
        "feature_wikiwords_usedash": "n",
        "wiki_page_regex": "strict",
        "feature_autolinks": "n",
        "feature_smileys": "n",
        "feature_simplebox_delim": "@",
        "namespace_enabled": "y",
        "namespace_separator": "::",
        "feature_wiki_plurals": "n",
        "wiki_dynvar_style": "double",
        "wiki_page_separator": "---8<---",
    }
    assert options_from_preferences(preferences) == {
        "paragraph_formatting": False,
        "add_br": False,
        "tables": "old",
        "monosp": True,
        "wikiwords": True,
        "wikiwords_usedash": False,
        "page_regex": "strict",
        "autolinks": False,
        "smileys": False,
        "box_delimiter": "@",
        "three_colon_center": True,
        "namespace_separator": "::",
        "wiki_plurals": False,
        "dynamic_variables": "double",
        "page_separator": "---8<---",
        "markdown_pages": False,
    }


def test_a_folder_that_cannot_be_read_is_not_passed_over(
    tmp_path: Path, close_folder: Callable[[Path], None]
) -> None:
    closed = tmp_path / "pages" / "closed"
    closed.mkdir(parents=True)
    (tmp_path / "pages" / "A.tiki").write_text("a", "utf-8")
    close_folder(closed)
    with pytest.raises(SourceError, match=r"closed: cannot be read \(Permission denied\)"):
        load(tmp_path / "pages")


OTHER_CONTENT = {
    *("blog posts", "articles", "FAQs", "forums", "attachments in forums", "HTML pages"),
}


@needs_garden
def test_real_exports_of_one_wiki_are_equal():
    garden = GARDEN
    sources = [*garden.glob("*.sql.gz"), garden / "phpmyadmin", garden / "phpmyadmin-all.json"]
    assert len(sources) == 6
    wikis = []
    for source in sources:
        wiki, codes = load(source)
        assert codes == []
        wiki.pages = [replace(page, origin="") for page in wiki.pages]
        # The JSON exports are of some tables only.
        assert set(wiki.lacks) <= {"permissions", "redirections", "trackers"} | OTHER_CONTENT
        wiki.lacks = {}
        wiki.permissions = None
        wiki.article_types = {}
        for user in wiki.users.values():
            user.real_name = ""
        wikis.append(wiki)
    assert len(wikis[0].pages) == 44
    assert {page.name: page.hidden for page in wikis[0].pages if page.hidden} == {
        "Board Minutes": "only Gardeners may view it (permission on the page)"
    }
    assert [comment.parent_id for comment in wikis[0].comments] == [0, 1, 0, 0]
    assert all(wiki == wikis[0] for wiki in wikis)


@needs_garden
@pytest.mark.parametrize("name", ["garden.sql.gz", "garden-hexblob-complete.sql.gz", "phpmyadmin"])
def test_real_exports_have_all_their_bytes(name, tmp_path):
    garden = GARDEN
    reading = Reading(history=True, files=(garden / "files",), blobs=BlobStore(tmp_path))
    wiki = read_sources([garden / name], Reporter(), reading)
    assert sum(len(page.versions) for page in wiki.pages) == 69
    texts = [version_text(page.versions[-1]) for page in wiki.pages]
    assert sum(text == page.source for text, page in zip(texts, wiki.pages, strict=True)) >= 43
    for file in wiki.files.values():
        assert hashlib.md5(b"".join(chunks_of(file.blob))).hexdigest() == file.md5  # noqa: S324
    assert [file.blob.size for file in wiki.attachments.values()] == [2187, 45]


@pytest.mark.skipif(not (GOLDEN / "export").is_dir(), reason="golden page not here")
def test_golden_page():
    wiki, codes = load(GOLDEN / "export")
    assert codes == []
    assert wiki.pages[0].source == (GOLDEN / "page.tiki").read_bytes().decode()
    assert [wiki.category_path(n) for n in wiki.pages[0].categories] == [["Osteoporosis"]]


def test_one_bad_file_of_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "bad.tiki").write_bytes(b"a\0b")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "good.tiki").write_text("text")
    reporter = Reporter()
    wiki = read_sources([tmp_path], reporter)
    assert [page.name for page in wiki.pages] == ["good"]
    (finding,) = reporter.diagnostics
    assert finding.code is Code.SOURCE_SKIPPED
    assert "bad.tiki" in finding.message
    assert "NUL at byte 2" in finding.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("wiki.sql", b""),
        ("wiki.sql", b"words"),
        ("wiki.sql", "-- MySQL dump 10.13\n".encode("utf-16")),
        ("wiki.sql.gz", b""),
        ("wiki.sql.GZ", b"\x1f\x8b\x08\0rubbish"),
        ("wiki.sql.bz2", b"BZh9rubbish"),
        ("tiki_pages.json", b"[]"),
        ("tiki_pages (1).csv", b"1;Home;text\n"),
    ],
)
def test_what_has_the_name_of_a_dump_or_a_table_is_not_passed_over(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.tiki").write_text("text")
    assert load(tmp_path)[1] == [Code.SOURCE_SKIPPED]


@pytest.mark.parametrize("name", ["package.json", "scores.csv", "icons.zip", "notes.gz", "a.xml"])
def test_other_files_are_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"words")
    (tmp_path / "good.tiki").write_text("text")
    assert load(tmp_path)[1] == []
