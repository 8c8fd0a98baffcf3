"""Forms of databases' exports: other programs than mysqldump, other Tikis, several wikis."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import bytes_of, load_with_findings
from sample_exports import DUMPS

from tiki2md.cli import run
from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Page
from tiki2md.readers import Reading, SourceError, source_named
from tiki2md.readers.address import Address, address_in_settings, parse_address
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.sql import read_sql
from tiki2md.readers.sql_tokens import SqlTokens
from tiki2md.readers.tables import wiki_from_tables

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.model import Wiki

TEXT = 'Ripe "when" they fall;\nred\\green – 日本'


def load(path: Path, **asked: object) -> tuple[Wiki, list[Code], list[str]]:
    wiki, found = load_with_findings(path, **asked)
    return wiki, [finding.code for finding in found], [finding.message for finding in found]


@pytest.mark.parametrize("name", ["adminer.sql", "phpmyadmin.sql"])
def test_dumps_of_other_programs(name: str, tmp_path: Path) -> None:
    wiki, codes, _ = load(DUMPS / name, blobs=BlobStore(tmp_path))
    assert codes == []
    assert [(page.name, page.source) for page in wiki.pages] == [("Apples", TEXT), ("Cider", "")]
    core = wiki.files[1]
    assert (core.name, core.filename) == ("It's a core", "core.bin")
    assert bytes_of(core.blob) == b"\0\r\n'\\"
    if name == "phpmyadmin.sql":
        assert bytes_of(wiki.files[2].blob) == b""


def test_a_dump_in_zstd(tmp_path: Path) -> None:
    path = tmp_path / "dump"
    whole = zstd.compress((DUMPS / "tiki-28.sql").read_bytes())
    path.write_bytes(whole)
    assert load(path)[0].pages == _named(load(DUMPS / "tiki-28.sql")[0], path).pages
    path.write_bytes(whole[:-40])
    try:
        codes = load(path)[1]
    except SourceError as error:
        assert "no table at all" in str(error)  # noqa: PT017 - zstd packs small files as one
    else:
        assert Code.SOURCE_TRUNCATED in codes


def _named(wiki: Wiki, path: Path) -> Wiki:
    origin = f"{path}: tiki_pages"
    return replace(wiki, pages=[replace(page, origin=origin) for page in wiki.pages])


def test_without_the_library_zstd_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "dump.sql.zst"
    path.write_bytes(zstd.compress(b"SET NAMES utf8;"))
    for module in ("backports", "backports.zstd", "compression", "compression.zstd"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SourceError, match=r"pip install 'tiki2md\[zstd\]'"):
        load(path)


def pages(name: str, *rows: str) -> str:
    definition = f"CREATE TABLE `{name}` (`page_id` int, `pageName` text, `data` text);\n"
    return definition + "".join(
        f"INSERT INTO `{name}` VALUES ({number},'{row}','text');\n"
        for number, row in enumerate(rows, 1)
    )


PREFERENCE = (
    "CREATE TABLE `{0}` (`name` text, `value` text);\nINSERT INTO `{0}` VALUES ('a','{1}');\n"
)


@pytest.mark.parametrize(
    ("dump", "expected", "message"),
    [
        (pages("my_tiki_pages", "A") + PREFERENCE.format("my_tiki_preferences", "my"), "A my", ""),
        (
            pages("bak_tiki_pages", "B", "C") + PREFERENCE.format("tiki_preferences", "own")
            + pages("tiki_pages", "A"),
            "A own",
            "those without a prefix were read, left out: those with the prefix bak_",
        ),
        (
            pages("a_tiki_pages", "A") + pages("b_tiki_pages", "B", "C"),
            "B,C ",
            "those with the prefix b_ were read, left out: those with the prefix a_",
        ),
        (
            PREFERENCE.format("tiki_preferences", "none") + pages("x_tiki_pages", "X"),
            "X ",
            "those with the prefix x_ were read, left out: those without a prefix",
        ),
        (
            "USE `one`;\n" + pages("tiki_pages", "A") + "USE two;\n" + pages("tiki_pages", "B", "C")
            + PREFERENCE.format("tiki_preferences", "two"),
            "B,C two",
            "two were read, left out: those without a prefix in database one",
        ),
        (  # as mysqlpump writes, which adds keys later
            pages("one`.`tiki_pages", "A") + "USE `one`;\n"
            + PREFERENCE.format("one`.`tiki_preferences", "own"),
            "A own",
            "",
        ),
        (
            pages("one`.`tiki_pages", "A") + PREFERENCE.format("two`.`tiki_preferences", "two")
            + pages("two`.`tiki_pages", "B", "C"),
            "B,C two",
            "two were read, left out: those without a prefix in database one",
        ),
        (
            "USE one;\n" + pages("two`.`tiki_pages", "B", "C") + pages("tiki_pages", "A"),
            "B,C ",
            "two were read, left out: those without a prefix in database one",
        ),
        (pages("tiki_pages", "A") + pages("zzz_unused_tiki_pages", "Z"), "A ", ""),
        (pages("tiki_pages", "A") + pages("bak_tiki_pages"), "A ", ""),  # holds nothing
        (pages("tiki_pages", "A") + pages("shop_users_grouppermissions", "C"), "A ", ""),
    ],
)  # fmt: skip
def test_prefixes_and_databases(tmp_path: Path, dump: str, expected: str, message: str) -> None:
    path = tmp_path / "dump.sql"
    path.write_text(dump, "utf-8")
    wiki, codes, messages = load(path)
    names = ",".join(page.name for page in wiki.pages)
    assert f"{names} {wiki.preferences.get('a', '')}" == expected
    if message:
        assert codes == [Code.SOURCE_SEVERAL_WIKIS]
        assert message in messages[0]
    else:
        assert codes == []


@pytest.mark.parametrize("named", ["CREATE TABLE", "INSERT INTO"])
def test_only_rows_or_only_the_structure_name_the_database(tmp_path: Path, named: str) -> None:
    path = tmp_path / "dump.sql"
    dump = pages("tiki_pages", "A") + "CREATE TABLE `users_objectpermissions` (`groupName` text);\n"
    path.write_text(dump.replace(f"{named} `", f"{named} `wiki`.`"), "utf-8")
    wiki, codes, _ = load(path)
    assert [page.name for page in wiki.pages] == ["A"]
    assert wiki.lacks["permissions"] == "users_grouppermissions"  # the other one is there
    assert codes == []


def test_prefixes_in_json(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    data = [{"page_id": "1", "pageName": "A", "data": "a"}]
    tables = [{"type": "table", "name": f"{prefix}tiki_pages", "data": data} for prefix in "ab"]
    path.write_text(json.dumps(tables[:1]))
    assert load(path)[1] == []
    path.write_text(json.dumps(tables))
    assert load(path)[1] == [Code.SOURCE_SEVERAL_WIKIS]


@pytest.mark.parametrize("one_file", [True, False])
def test_bytes_in_json(tmp_path: Path, one_file: bool) -> None:
    folder, store = tmp_path / "json", tmp_path / "store"
    folder.mkdir()
    store.mkdir()
    files = [
        {"fileId": "1", "filename": "a", "filesize": "3", "data": "0x00ff27"},
        {"fileId": "2", "filename": "b", "filesize": "0", "data": ""},
        {"fileId": "3", "filename": "c", "filesize": "9", "data": None},
    ]
    attachments = [{"attId": "1", "page": "A", "filename": "d", "data": "text é"}]
    tables = {
        "tiki_pages": [{"page_id": "1", "pageName": "A", "data": "a"}],
        "tiki_files": files,
        "tiki_wiki_attachments": attachments,
    }
    exported = [{"type": "table", "name": name, "data": data} for name, data in tables.items()]
    for number, part in enumerate([exported] if one_file else [[table] for table in exported]):
        (folder / f"{number}.json").write_text(json.dumps(part))
    wiki, codes, _ = load(folder, blobs=BlobStore(store))
    assert codes == []
    assert (bytes_of(wiki.files[1].blob), bytes_of(wiki.files[2].blob)) == (b"\0\xff'", b"")
    assert wiki.files[3].blob is None
    assert bytes_of(wiki.attachments[1].blob) == "text é".encode()


def test_a_tiki_of_version_1(tmp_path: Path) -> None:
    wiki, codes, messages = load(DUMPS / "tiki-1.sql", blobs=BlobStore(tmp_path), history=True)
    apples, cider, perry = wiki.pages
    assert apples.source == 'Ripe "when" they fall, 3 < 5 &amp; more.'
    assert cider.source == '__Freshly__ <b class="x">pressed</b> &amp; cold'
    # No column says which pages are HTML, and a bare < was typed only there.
    assert [page.is_html for page in wiki.pages] == [False, True, False]
    assert [version.is_html for version in cider.versions] == [True, True]
    assert perry.source == 'Of "pears"; x<y'
    # Before 1.9, permissions named a page as it is written, and not in lower case.
    assert [bool(page.hidden) for page in wiki.pages] == [False, False, True]
    assert [wiki.categories[number].name for number in apples.categories] == ["Fruit"]
    (article,) = wiki.others
    assert [wiki.categories[number].name for number in article.categories] == ["News"]
    assert "categories" not in wiki.lacks
    assert codes == [Code.SOURCE_ESCAPED_TEXT, Code.SOURCE_HTML_GUESSED]
    assert messages[1].startswith("page Cider: its text looks like HTML")


def test_a_tiki_before_version_9() -> None:
    wiki, codes, _ = load(DUMPS / "tiki-4.sql")
    apples, cider = wiki.pages
    assert codes == [Code.SOURCE_ESCAPED_TEXT]
    assert apples.source == 'Ripe "when" they fall, 3 < 5 &amp; more.'
    assert cider.source == "<p>&quot;pressed&quot;</p>"  # a page in HTML
    assert (apples.slug, apples.keywords, apples.tags) == ("", "", ["Apple"])
    assert (cider.created, cider.creator, cider.is_html) == (0, "", True)
    assert wiki.dynamic_variables == {"price": "2 pence"}


def test_a_tiki_of_version_28(tmp_path: Path) -> None:
    wiki, codes, messages = load(DUMPS / "tiki-28.sql", blobs=BlobStore(tmp_path), history=True)
    apples, cider = wiki.pages
    assert apples.source == 'Ripe "when" they fall, 3 < 5 &amp; more.'
    assert (apples.slug, apples.keywords, cider.slug) == ("Apples-&-Pears", "fruit", "")
    assert cider.is_html
    assert sorted(wiki.files) == [1, 3, 4, 5]  # the second is in the trash
    assert bytes_of(wiki.files[1].blob) == b"\0\x1a'\\"
    assert wiki.files[3].blob is None
    assert bytes_of(wiki.files[4].blob) == b""
    assert codes == [Code.FILE_BYTES_DIFFER]
    digest = hashlib.md5(b"orch", usedforsecurity=False).hexdigest()
    assert messages == [
        f"file 5 (cut.txt): the export holds 4 bytes with the hash {digest}, the wiki noted 9 bytes"
    ]


def test_old_versions_are_read_only_when_asked_for(tmp_path: Path) -> None:
    stores = [tmp_path / "without", tmp_path / "with"]
    for history, folder in enumerate(stores):
        folder.mkdir()
        load(DUMPS / "tiki-28.sql", blobs=BlobStore(folder), history=bool(history))
    texts = [{path.read_bytes() for path in folder.iterdir()} for folder in stores]
    assert 'Ripe "when" they fall – 日本.'.encode() in texts[1] - texts[0]


COLUMNS = {
    # column: attribute, stored, read
    "page_id": ("page_id", 7, 7),
    "pageName": ("name", "Apples", "Apples"),
    "pageSlug": ("slug", "apples", "apples"),
    "data": ("source", "text", "text"),
    "description": ("description", "fruit", "fruit"),
    "lang": ("language", "en", "en"),
    "created": ("created", 5, 5),
    "lastModif": ("modified", 6, 6),
    "creator": ("creator", "ada", "ada"),
    "user": ("last_editor", "bea", "bea"),
    "comment": ("edit_comment", "typo", "typo"),
    "version": ("version", 3, 3),
    "hits": ("hits", 4, 4),
    "is_html": ("is_html", 1, True),
    "keywords": ("keywords", "ripe", "ripe"),
    # Not wanted, or of other times.
    "flag": ("", "L", None),
    "version_minor": ("", 9, None),
    "wiki_syntax": ("", "tiki", None),
    "cache": ("", "x'); --", None),
    "comments_enabled": ("", "y", None),
}


@given(st.permutations(list(COLUMNS)), st.integers(0, len(COLUMNS)), st.booleans())
def test_columns_in_any_order_and_any_of_them_missing(
    order: list[str], count: int, complete: bool
) -> None:
    columns = [name for name in order if name == "pageName" or name in order[:count]]
    values = ",".join(
        "'" + COLUMNS[name][1].replace("'", "''") + "'"
        if isinstance(COLUMNS[name][1], str)
        else str(COLUMNS[name][1])
        for name in columns
    )
    definition = ", ".join(f"`{name}` text" for name in columns)
    names = f" ({', '.join(reversed(columns))})" if complete else ""
    if complete:
        values = ",".join(reversed(values.split(",")))
    dump = (
        f"CREATE TABLE tiki_pages ({definition});\nINSERT INTO tiki_pages{names} VALUES ({values});"
    )
    reporter = Reporter()
    tables = read_sql(SqlTokens(io.BytesIO(dump.encode()).read), "t.sql", reporter)
    (page,) = wiki_from_tables(tables, reporter).pages
    assert reporter.diagnostics == []
    default = Page(name="", source="")
    for name, (attribute, _, expected) in COLUMNS.items():
        if attribute:
            wanted = expected if name in columns else getattr(default, attribute)
            assert getattr(page, attribute) == wanted, name


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("mysql://localhost/wiki", Address(database="wiki")),
        (
            "mysql://ada:p%40s%2Fs@db.example:3307/my%20wiki?charset=latin1",
            Address(
                database="my wiki", host="db.example", port=3307, user="ada", password="p@s/s",
                charset="latin1",
            ),
        ),
        (
            "mariadb://ada@/wiki?unix_socket=%2Frun%2Fs",
            Address(database="wiki", user="ada", socket="/run/s"),
        ),
    ],
)  # fmt: skip
def test_addresses(url: str, expected: Address) -> None:
    assert parse_address(url) == expected
    assert source_named(url) == expected


def test_an_address_is_shown_without_its_password() -> None:
    address = parse_address("mysql://ada:secret@db.example:3307/wiki")
    assert str(address) == "mysql://ada@db.example:3307/wiki"
    assert "secret" not in repr(address)
    assert "secret" not in repr(Reading(database_password="secret"))


@pytest.mark.parametrize(
    "url",
    [
        "mysql://ada:secret@host",
        "mysql://ada:secret@host/",
        "mysql://ada:se/cret@host/wiki",
        "mysql://ada:secret@host:port/wiki",
        "mysql://ada:secret@host/wiki#x",
        "mysql://ada:secret@host/wiki?ssl=1",
        "mysql://ada:secret@host/wiki?secret",
        "mysql://ada:secret@host/wiki?charset=se%20cret",
        "mysql://[secret/wiki",
    ],
)
def test_what_is_no_address_is_not_repeated(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SourceError, match="of a database") as caught:
        parse_address(url)
    assert "cret" not in str(caught.value)
    for command in ("inspect", "ast", "convert"):
        assert run([command, url, *(["-o", "site"] if command == "convert" else [])]) == 3
    said = capsys.readouterr()
    assert "cret" not in said.err + said.out


def test_settings_of_tiki() -> None:
    address = address_in_settings(
        "<?php\n# $dbs_tiki = 'no';\n$x = '$dbs_tiki = \\'no\\'; //';\n"
        '$host_tiki = "db.example:3307";$user_tiki=\'it\\\'s\';\n$pass_tiki = "a\\"\\$b\\\\";\n'
        "$dbs_tiki='old'; $dbs_tiki = 'wiki';\n$client_charset='utf8';",
        "local.php",
    )
    assert address == Address(
        database="wiki", host="db.example", port=3307, user="it's", password='a"$b\\',
        charset="utf8",
    )  # fmt: skip
    address = address_in_settings("<?php $host_tiki='db:/run/s'; $dbs_tiki='wiki';", "local.php")
    assert (address.host, address.socket) == ("db", "/run/s")


def test_settings_that_compute_are_not_run(tmp_path: Path) -> None:
    path = tmp_path / "local.php"
    path.write_text("<?php\n$dbs_tiki = getenv('DATABASE');\n")
    with pytest.raises(SourceError, match=r"local.php: no plain \$dbs_tiki"):
        load(path)
