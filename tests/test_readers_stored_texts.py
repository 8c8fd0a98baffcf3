"""What tables store of a text: aliases in it, and the escapes of Tiki before version 9."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loading import load
from sql_dumps import PAGE, write_sql

from tiki2md.diagnostics import Code
from tiki2md.readers.names import aliases_in_text

if TYPE_CHECKING:
    from pathlib import Path


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
def test_aliases(source: str, names: list[str]) -> None:
    assert aliases_in_text(source) == names


@pytest.mark.parametrize("part", ["(alias(a", "(alias(a|", "(alias(a|b)", "(alias(a)"])
def test_unclosed_aliases_take_no_quadratic_time(part: str) -> None:
    assert aliases_in_text(part * 200_000) == []


def test_modern_texts_are_not_unescaped(tmp_path: Path) -> None:
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


def test_texts_from_before_tiki_9_are_unescaped_once(tmp_path: Path) -> None:
    status = (["objectId", "tableName", "status"], [["1", "tiki_history", "new9.0+"]])
    text = "&quot;a&quot; &amp;lt; b?x=1&copy=2"
    pages = {"tiki_pages": (PAGE, [["1", "Home", text, "0"]])}
    whole = {"tiki_history": (["x"], []), "tiki_preferences": (["name", "value"], [])}
    for tables in (pages | {"tiki_db_status": status}, pages | whole):
        wiki, codes = load(write_sql(tmp_path / "a.sql", tables))
        assert wiki.pages[0].source == '"a" &lt; b?x=1&copy=2'
        assert codes == [Code.SOURCE_ESCAPED_TEXT]


def test_a_table_of_pages_tells_that_it_is_from_before_tiki_9(tmp_path: Path) -> None:
    always = ["hits", "comment", "ip", "flag", "points", "votes", "pageRank"]
    for columns, source in (
        (always, 'a "b"'),
        ([*always, "version_minor"], "a &quot;b&quot;"),
        (always[1:], "a &quot;b&quot;"),
    ):
        row = ["1", "Home", "a &quot;b&quot;", "0", *("" for _ in columns)]
        wiki, _ = load(write_sql(tmp_path / "a.sql", {"tiki_pages": ([*PAGE, *columns], [row])}))
        assert wiki.pages[0].source == source
