"""What a folder holds: what of it is read, left out and passed over, and what completes what."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from loading import load, load_with_findings, messages
from sample_exports import EXPORTS, GARDEN, needs_garden
from sql_dumps import PAGE, write_sql
from tiki_exports import Old, html, mime, tar

from tiki2md.diagnostics import Code
from tiki2md.readers import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_foreign_dump_in_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("-- PostgreSQL database dump\n")
    (tmp_path / "b.tiki").write_text("!B")
    wiki, codes = load(tmp_path)
    assert [page.name for page in wiki.pages] == ["b"]
    assert codes == [Code.SOURCE_SKIPPED]


def test_rows_as_mysqldump_writes_them_into_a_folder(tmp_path: Path) -> None:
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
def test_a_dump_is_left_out_beside_its_table_of_pages(
    tmp_path: Path, name: str, content: str, pages: list[str]
) -> None:
    write_sql(tmp_path / "wiki.sql", {"tiki_pages": (PAGE, [["1", "Home", "a", "0"]])})
    (tmp_path / name).write_text(content)
    wiki, codes = load(tmp_path)
    assert [page.name for page in wiki.pages] == pages
    left_out = pages != ["Home"]
    assert codes == [Code.SOURCE_LEFT_OUT if left_out else Code.SOURCE_MIXED_FOLDER]


def test_text_files_and_folders(tmp_path: Path) -> None:
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


def test_a_folder_that_cannot_be_read_is_not_passed_over(
    tmp_path: Path, close_folder: Callable[[Path], None]
) -> None:
    closed = tmp_path / "pages" / "closed"
    closed.mkdir(parents=True)
    (tmp_path / "pages" / "A.tiki").write_text("a", "utf-8")
    close_folder(closed)
    with pytest.raises(SourceError, match=r"closed: cannot be read \(Permission denied\)"):
        load(tmp_path / "pages")


def test_one_bad_file_of_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "bad.tiki").write_bytes(b"a\0b")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "good.tiki").write_text("text")
    wiki, (finding,) = load_with_findings(tmp_path)
    assert [page.name for page in wiki.pages] == ["good"]
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


def test_the_numbers_of_categorized_objects_are_passed_over(tmp_path: Path) -> None:
    """Since Tiki 2 there is nothing else in that table."""
    (tmp_path / "tiki_categorized_objects.tsv").write_text("catObjectId\n1\n")
    (tmp_path / "tiki_pages.tsv").write_text("page_id\tpageName\tdata\n1\tHome\ttext\n")
    assert load(tmp_path)[1] == []


def test_mysql_writes_nothing_of_a_table_without_rows(tmp_path: Path) -> None:
    (tmp_path / "tiki_pages.tsv").write_text("page_id\tpageName\tdata\n1\tHome\ttext\n")
    for table in ("tiki_faqs", "tiki_articles", "tiki_calendars"):
        (tmp_path / f"{table}.tsv").write_bytes(b"")
    assert load(tmp_path)[1] == [Code.SOURCE_LEFT_OUT]
    assert "tiki_articles.tsv and 2 more was left out: there is nothing" in messages(tmp_path)[0]
    (tmp_path / "tiki_pages.tsv").write_bytes(b"")
    (tmp_path / "Home.tiki").write_text("text")
    assert load(tmp_path)[1] == [Code.SOURCE_SKIPPED, Code.SOURCE_LEFT_OUT]


def test_a_profile_beside_pages_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "settings.yml").write_text("site:\n  title: x\n")
    (tmp_path / "good.tiki").write_text("text")
    assert load(tmp_path)[1] == []
    profile = "objects:\n -\n  type: wiki_page\n  data:\n   name: A\n   content: wikicontent:good\n"
    (tmp_path / "profile.yml").write_text(profile)
    assert load(tmp_path)[1] == [Code.SOURCE_LEFT_OUT]


@pytest.mark.parametrize("name", ["package.json", "scores.csv", "icons.zip", "notes.gz", "a.xml"])
def test_other_files_are_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"words")
    (tmp_path / "good.tiki").write_text("text")
    assert load(tmp_path)[1] == []


def test_exports_beside_each_other_complete_each_other(tmp_path: Path) -> None:
    shutil.copytree(EXPORTS / "phpmyadmin", tmp_path, dirs_exist_ok=True)
    known, _ = load(EXPORTS / "phpmyadmin")
    first, second = known.pages
    text = first.source
    (tmp_path / "a.mime").write_bytes(
        mime(first.name, Old(first.version, text), Old(1, "old", "zoe", 1_600_000_000))
    )
    (tmp_path / "b.tar").write_bytes(tar(("New", mime("New", Old(1, "new")))))
    (tmp_path / "c.tar").write_bytes(
        tar(("New.html", html("New", "<b>new</b>")), ("Last.html", html("Last", "last")))
    )
    (tmp_path / "d.wiki").write_text("text")
    (tmp_path / "readme.txt").write_text("about these files")
    (tmp_path / "dump.sql").write_text("CREATE TABLE `tiki_pages` (`page_id` int);")
    wiki, codes = load(tmp_path, history=True)
    names = [first.name, second.name, "New", "Last", "d"]
    assert [page.name for page in wiki.pages] == names
    assert [version.number for version in wiki.pages[0].versions] == [1, first.version]
    assert (wiki.pages[0].source, wiki.pages[0].page_id) == (text, first.page_id)
    assert [page.is_rendered for page in wiki.pages] == [False, False, False, True, False]
    assert sorted(code.identifier for code in codes) == [
        "source-left-out",
        "source-left-out",
        "source-mixed-folder",
        "source-rendered",
    ]


def test_tables_without_pages_add_to_a_dump(tmp_path: Path) -> None:
    (tmp_path / "tiki_preferences.csv").write_bytes(b"name,value\nlanguage,fr\n")
    (tmp_path / "dump.sql").write_text(
        "CREATE TABLE `tiki_pages` (`page_id` int, `pageName` text);\n"
        "INSERT INTO `tiki_pages` VALUES (1,'A');\n"
    )
    wiki, codes = load(tmp_path)
    assert [page.name for page in wiki.pages] == ["A"]
    assert wiki.preferences == {"language": "fr"}
    assert codes == [Code.SOURCE_MIXED_FOLDER]


def test_sources_of_one_page_complete_each_other(tmp_path: Path) -> None:
    text, export = tmp_path / "A.tiki", tmp_path / "A.mime"
    text.write_bytes(b"---\ntags: x\n---\none \r\ntwo")
    export.write_bytes(mime("A", Old(2, "one\ntwo"), Old(1, "one", "zoe", 5)))
    for sources, line_end in (((text, export), "\n"), ((export, text), "\n")):
        wiki, codes = load(*sources)
        (page,) = wiki.pages
        assert (page.tags, page.version, page.created, page.creator) == (["x"], 2, 5, "zoe")
        assert line_end in page.source
        assert codes == []
    text.write_text("another")
    assert load(export, text)[1] == [Code.SOURCE_PAGE_TWICE]


def test_sources_come_before_what_was_made_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(tar(("A.html", html("A", "<b>old</b>"))))
    (tmp_path / "b.tar").write_bytes(tar(("A", mime("A", Old(1, "__old__")))))
    wiki, codes = load(tmp_path)
    assert [(page.source, page.is_html) for page in wiki.pages] == [("__old__", False)]
    assert codes == [Code.SOURCE_RENDERED]


def test_tables_without_pages_serve_pages_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "tiki_preferences.csv").write_bytes(b"name,value\nlanguage,fr\n")
    (tmp_path / "A.tiki").write_text("text")
    wiki, codes = load(tmp_path)
    assert ([page.name for page in wiki.pages], wiki.preferences) == (["A"], {"language": "fr"})
    assert codes == [Code.SOURCE_MIXED_FOLDER]


@needs_garden
def test_all_exports_of_a_real_wiki_are_one_wiki() -> None:
    wiki, codes = load(GARDEN, history=True)
    assert len(wiki.pages) == 44
    assert sum(len(page.versions) for page in wiki.pages) == 69
    assert all(page.page_id and page.language for page in wiki.pages)
    assert Code.SOURCE_MIXED_FOLDER in codes
    assert Code.SOURCE_PAGE_TWICE not in codes
