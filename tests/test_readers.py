"""Sources of every kind to a wiki."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import json
import lzma
import os
import runpy
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from loading import bytes_of, load
from sample_exports import EXPORTS, GARDEN, GOLDEN, HARBOUR, needs_garden
from sql_dumps import PAGE, write_sql

from tiki2md.diagnostics import Code, Reporter
from tiki2md.options import Options, with_values
from tiki2md.readers import SourceError, options_from_preferences, read_sources, read_text, sources
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.history import version_text
from tiki2md.readers.reading import Reading

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.model import Page, Wiki


def page(wiki: Wiki, name: str) -> Page:
    return next(page for page in wiki.pages if page.name == name)


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
        ("a.yml", b"instructions:\nobjects:\n -\n  type: x\n", "a profile of Tiki"),
        ("a.xb", b"XBSTCK01\x00\x00", "restore it"),
        ("a.zip", b"PK\x03\x04\x00\x00", "zip archive that holds no file"),
        ("a.sql", b"\n<html><body>\nTime-out", "it begins with “<html><body>”; if it is the text"),
        ("a.sql.gz", gzip.compress(b"\x1f\x8b\x08\0", mtime=0), "packed twice; unpack it once"),
        ("a.bz2", bz2.compress(b"BZh91AY&SY"), "packed twice; unpack it once"),
        ("a.sql", b"-- MySQLShell dump 2.0.1\nCREATE", "dump of MySQL Shell; make one in SQL"),
        ("a.enc", b"Salted__\1\2", "encrypted by OpenSSL; decrypt it first"),
        ("a.lz4", b'\x04"M\x18a', "packed in a way that is not read here; unpack it first"),
        ("a.Z", b"\x1f\x9d\x90", "packed in a way that is not read here; unpack it first"),
        ("a.lzma", b"]\0\0\x80\0", "packed in a way that is not read here; unpack it first"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\4", "an archive of 7-Zip or RAR; unpack it"),
        ("a.sql.rar", b"Rar!\x1a\x07\x01\0", "an archive of 7-Zip or RAR; unpack it"),
    ],
)
def test_a_source_that_cannot_be_read_says_what_it_is(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message) as info:
        load(path)
    assert str(path) in str(info.value)


def test_a_place_with_nothing_to_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        load(tmp_path / "missing")
    with pytest.raises(SourceError, match="nothing to read in this folder"):
        load(tmp_path)
    with pytest.raises(SourceError, match="nothing to read: name"):
        load()
    (tmp_path / "tiki_pages.MYD").write_bytes(b"\0")
    with pytest.raises(SourceError, match=r"files of a database server itself; .* mysqldump"):
        load(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused(tmp_path: Path) -> None:
    """It was read as an empty page, or as one without its beginning."""
    os.mkfifo(tmp_path / "wiki.sql")
    with pytest.raises(SourceError, match=r"wiki\.sql: it is a pipe .* into a file"):
        load(tmp_path / "wiki.sql")
    with pytest.raises(SourceError, match="nothing to read in this folder"):
        load(tmp_path)


def test_many_pages_are_merged_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        (tmp_path / f"{number}.tiki").write_text("text")
    merged = []
    monkeypatch.setattr(sources, "merge_into", lambda *args: merged.append(args))
    load(tmp_path)
    assert [len(other.pages) for _, other, _ in merged] == [20]


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
def test_pages_that_look_like_something_else(tmp_path: Path, text: str) -> None:
    path = tmp_path / "page.tiki"
    path.write_text(text)
    assert load(path)[0].pages[0].source == text


def test_content_counts_and_not_the_name(tmp_path: Path) -> None:
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


def test_a_text_alone_is_a_page() -> None:
    wiki = read_text("x (alias(Y))", "page")
    assert [(page.name, page.source, page.aliases) for page in wiki.pages] == [
        ("page", "x (alias(Y))", ["Y"])
    ]


def test_harbour_is_up_to_date() -> None:
    made = runpy.run_path(str(EXPORTS / "make_harbour.py"))["dump"]()
    packed = HARBOUR.read_bytes()
    assert zlib.decompress(packed, wbits=31) == made
    assert packed[4:8] == bytes(4)  # no time


def test_a_wiki_with_something_of_everything() -> None:
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


def test_phpmyadmin_folder_and_files() -> None:
    folder = EXPORTS / "phpmyadmin"
    wiki, codes = load(folder)
    assert codes == []
    cafe, bread = wiki.pages
    assert (cafe.name, cafe.language) == ("Café “Möwe”", "de")
    assert cafe.aliases == ["Seagull Café"]
    assert bread.source.startswith("!Rye bread\nKneaded")  # a column of bytes, in hex
    assert [wiki.category_path(number) for number in bread.categories] == [["Food", "Bread"]]
    assert load(*sorted(folder.iterdir(), reverse=True))[0] == wiki


def test_several_exports_are_merged_and_the_first_wins(tmp_path: Path) -> None:
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


def test_json_with_bare_values(tmp_path: Path) -> None:
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


def test_options_from_preferences() -> None:
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


OTHER_CONTENT = {
    *("blog posts", "articles", "FAQs", "forums", "attachments in forums", "HTML pages"),
}


@needs_garden
def test_real_exports_of_one_wiki_are_equal() -> None:
    sources = [*GARDEN.glob("*.sql.gz"), GARDEN / "phpmyadmin", GARDEN / "phpmyadmin-all.json"]
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
def test_real_exports_have_all_their_bytes(name: str, tmp_path: Path) -> None:
    reading = Reading(history=True, files=(GARDEN / "files",), blobs=BlobStore(tmp_path))
    wiki = read_sources([GARDEN / name], Reporter(), reading)
    assert sum(len(page.versions) for page in wiki.pages) == 69
    texts = [version_text(page.versions[-1]) for page in wiki.pages]
    assert sum(text == page.source for text, page in zip(texts, wiki.pages, strict=True)) >= 43
    for file in wiki.files.values():
        assert hashlib.md5(bytes_of(file.blob)).hexdigest() == file.md5  # noqa: S324
    assert [file.blob.size for file in wiki.attachments.values()] == [2187, 45]


@pytest.mark.skipif(not (GOLDEN / "export").is_dir(), reason="golden page not here")
def test_golden_page() -> None:
    wiki, codes = load(GOLDEN / "export")
    assert codes == []
    assert wiki.pages[0].source == (GOLDEN / "page.tiki").read_bytes().decode()
    assert [wiki.category_path(n) for n in wiki.pages[0].categories] == [["Osteoporosis"]]
