"""Tables as CSV files, in every dialect that the usual tools write."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import load, load_damaged, load_with_findings

from tiki2md.diagnostics import Code
from tiki2md.readers import SourceError
from tiki2md.readers import csv_rows as csv_rows_module
from tiki2md.readers.csv_rows import csv_rows, dialect_of, header_of
from tiki2md.readers.files import Kind, sniff_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COLUMNS = ["page_id", "pageName", "data", "description", "is_html"]
HARD = 'a "quoted", word;\r\nC:\\dir\\new\ttab \\" "" \\\\'


def doubled(rows: list[list[str | None]], delimiter: str = ",", null: str = "NULL") -> bytes:
    """As phpMyAdmin writes it."""
    fields = [
        [null if value is None else '"' + value.replace('"', '""') + '"' for value in row]
        for row in rows
    ]
    return "".join(delimiter.join(row) + "\n" for row in fields).encode()


def escaped(rows: list[list[str | None]], delimiter: str = ",") -> bytes:
    """As ``SELECT … INTO OUTFILE … ENCLOSED BY '"'`` writes it."""

    def field(value: str | None) -> str:
        if value is None:
            return "\\N"
        for plain in '\\"\n':
            value = value.replace(plain, "\\" + plain)
        return f'"{value}"'

    return "".join(delimiter.join(map(field, row)) + "\n" for row in rows).encode()


def batch(rows: list[list[str | None]]) -> bytes:
    """As ``mysql --batch`` writes it."""

    def field(value: str | None) -> str:
        if value is None:
            return "NULL"
        for plain, sign in (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\0", "\\0")):
            value = value.replace(plain, sign)
        return value

    return "".join("\t".join(map(field, row)) + "\n" for row in rows).encode()


def rows_of(raw: bytes) -> list[list[str | None]]:
    found = list(csv_rows(io.BytesIO(raw).read, dialect_of(raw), "t.csv"))
    assert all(row.is_good and row.is_whole for row in found)
    return [[value if value is None else value.decode() for value in row.values] for row in found]


@pytest.mark.parametrize(
    "raw",
    [
        b"a page, with commas\nin two lines, or\n",
        b"name;value",
        b"name,value\n",
        b"page_id\npageName\n",
        b'"1","HomePage","text"\n"2","B","x"\n',
        b"|| page_id, pageName, data ||\n",
    ],
)
def test_what_has_no_header_line_is_a_text(raw: bytes) -> None:
    expected = Kind.CSV if raw == b"name,value\n" else Kind.TEXT  # that is tiki_preferences
    assert sniff_bytes(raw) is expected


def test_without_a_header_line(tmp_path: Path) -> None:
    path = tmp_path / "tiki_pages.csv"
    path.write_bytes(doubled([["1", "Home", "text", None, "0"]]))
    with pytest.raises(SourceError, match="first line does not name the columns"):
        load(path)
    (tmp_path / "a.tiki").write_text("text")
    _, (finding,) = load_with_findings(tmp_path)
    assert finding.code is Code.SOURCE_SKIPPED
    assert "Put columns names" in finding.message


def test_another_table(tmp_path: Path) -> None:
    path = tmp_path / "tiki_links.csv"
    path.write_bytes(b"page_id,pageName\n1,2\n")
    with pytest.raises(SourceError, match="found only tables such as tiki_links"):
        load(path)


@pytest.mark.parametrize(
    "pack",
    [
        doubled,
        lambda rows: doubled(rows, ";"),
        lambda rows: doubled(rows, "\t"),
        lambda rows: doubled(rows).replace(b"\n", b"\r\n"),
        lambda rows: b"\xef\xbb\xbf" + doubled(rows),
        lambda rows: doubled(rows).rstrip(b"\n"),
        escaped,
        lambda rows: escaped(rows, ";"),
        batch,
    ],
)
def test_dialects(tmp_path: Path, pack: Callable[[list[list[str | None]]], bytes]) -> None:
    path = tmp_path / "export (1).csv"
    rows = [COLUMNS, ["1", "Ä, B", HARD, None, "1"], ["2", "NULL.", "", "d", "0"]]
    path.write_bytes(pack(rows))
    wiki, codes = load(path)
    first, second = wiki.pages
    assert codes == []
    assert (first.name, first.description) == ("Ä, B", "")
    assert first.source.replace("\r", "") == HARD.replace("\r", "")
    assert (first.is_html, second.is_html, second.description) == (True, False, "d")


def test_null_is_no_word() -> None:
    raw = b'pageName,data\nNULL,"NULL"\n\\N,"\\\\N"\n'
    assert rows_of(raw)[1:] == [[None, "NULL"], [None, "\\N"]]


def test_tables_of_a_folder_are_joined(tmp_path: Path) -> None:
    tables = {
        "wiki_tiki_pages": [COLUMNS, ["1", "Home", "text", None, "0"]],
        "tiki_categories": [["categId", "name", "parentId"], ["1", "Food", "0"]],
        "tiki_objects": [["objectId", "type", "itemId"], ["9", "wiki page", "Home"]],
        "tiki_category_objects": [["catObjectId", "categId"], ["9", "1"]],
        "tiki_links": [["fromPage", "toPage"], ["a", "b"]],
    }
    for name, rows in tables.items():
        (tmp_path / f"{name}.csv").write_bytes(doubled(rows))
    wiki, codes = load(tmp_path)
    assert [wiki.category_path(n) for n in wiki.pages[0].categories] == [["Food"]]
    assert codes == []


def test_columns_of_bytes(tmp_path: Path) -> None:
    path = tmp_path / "tiki_pages.csv"
    path.write_bytes(b"pageName,data\nA,0x" + "Été".encode().hex().encode() + b"\n")
    assert load(path)[0].pages[0].source == "Été"


def test_the_bytes_of_files_make_it_no_other_kind(tmp_path: Path) -> None:
    header = b"fileId,name,filename,data\n"
    (tmp_path / "tiki_files.csv").write_bytes(header + b'1,a,a.bin,"\x89PNG\0"\n')
    (tmp_path / "home.tiki").write_text("text")
    wiki, codes = load(tmp_path)
    assert codes == [Code.SOURCE_MIXED_FOLDER]
    assert wiki.files[1].blob is not None


def test_of_two_columns_of_one_name_the_first_counts(tmp_path: Path) -> None:
    path = tmp_path / "tiki_pages.csv"
    path.write_bytes(b"pageName,data,PageName\nA,x,\xff\nB,y,C\n")
    wiki, codes = load(path)
    assert [(page.name, page.source) for page in wiki.pages] == [("A", "x"), ("B", "y")]
    assert codes == []


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    rows = [COLUMNS, ["1", "A", 'x "y"', None, "0"], ["2", "B", "z\nz", None, "0"]]
    path = tmp_path / "tiki_pages.csv"
    raw = doubled(rows)
    second = raw.index(b'"2"')
    for end in range(second + 1, len(raw) - 3):
        path.write_bytes(raw[:end])
        wiki, codes = load(path)
        assert [page.name for page in wiki.pages] == ["A"]
        assert codes in ([Code.SOURCE_TRUNCATED], [Code.SOURCE_DAMAGED])


def test_a_row_that_does_not_fit_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "tiki_pages.csv"
    path.write_bytes(b'pageName,data\n"A","x"\n"B"\n"C","y","z"\n"D" x,"w"\n')
    wiki, (finding,) = load_with_findings(path)
    assert [page.name for page in wiki.pages] == ["A"]
    assert finding.code is Code.SOURCE_DAMAGED
    assert "line 3: 3 rows do not fit the 2 columns" in finding.message


def test_a_long_field() -> None:
    text = 'long "text"\n' * 200_000
    raw = doubled([["pageName", "data"], ["A", text]])
    assert rows_of(raw)[1] == ["A", text]


VALUES = st.one_of(st.none(), st.text("ab\",;\t\n\\'é", max_size=12))


@given(
    st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from([",", ";"]),
)
def test_any_value_comes_back(rows: list[list[str | None]], delimiter: str) -> None:
    table = [["page_id", "pageName", "data"], *rows]
    assert rows_of(doubled(table, delimiter)) == table


@given(st.binary(max_size=300))
def test_no_damage_is_a_traceback(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "tiki_pages.csv"
    path.write_bytes(b"page_id,pageName,data\n" + raw)
    assert header_of(path.read_bytes())
    load_damaged(path)


def test_a_field_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows_module, "MOST", 1000)
    monkeypatch.setattr(csv_rows_module, "_BLOCK", 1000)
    raw = b'a,b\n1,"x\ny"\n2,"' + b"x" * 5000
    rows = csv_rows(io.BytesIO(raw).read, dialect_of(b"a,b\n1,2\n"), "t.csv")
    with pytest.raises(SourceError, match=r"t.csv: the value at line 4 has more than .* as SQL"):
        list(rows)
