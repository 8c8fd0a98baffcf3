"""Tables, columns, tabs and lists that plugins make of their bodies."""

from __future__ import annotations

from typing import Any

import pytest
from plugin_calls import one, run, shown

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    BlockElementNode,
    DefinitionListNode,
    TableNode,
    TableRowNode,
    TabsNode,
    text_of,
)
from tiki2md.plugins.tables import split_rows


@pytest.mark.parametrize(
    ("section", "rows"),
    [
        ("", []),
        ("\n\na|b\n\nc|d\n", [["a", "b"], ["c", "d"]]),
        ("a~|~b|c", [["a", "b|c"]]),
        ("((P|t))|[u|t]|~np~|~/np~|c", [["((P|t))", "[u|t]", "~np~|~/np~", "c"]]),
        ('"a|b"|(c|d)|__e|f__', [['"a|b"', "(c|d)", "__e|f__"]]),
        ("((a|b\nc))|d", [["((a", "b"], ["c))", "d"]]),
        ("((a|b)|c", [["((a|b)", "c"]]),
        ('{img src="a|b"}|{SUP()}x|y{SUP}|z', [['{img src="a|b"}', "{SUP()}x|y{SUP}", "z"]]),
        ("{SPLIT()}a\n|\nb{SPLIT}|c", [["{SPLIT()}a\n|\nb{SPLIT}", "c"]]),
        ("{SUP()}a|b", [["{SUP()}a", "b"]]),
    ],
)
def test_rows_of_a_fancy_table(section: str, rows: list[list[str]]) -> None:
    assert split_rows(section, "\n") == rows


def test_fancy_table() -> None:
    node = one(
        "FANCYTABLE",
        "\n//two wide|c\n\\\\d|e|f\n",
        head="A|B|C >> x|y|z",
        colaligns="left|right|justify",
        headaligns="center",
    )
    assert isinstance(node, TableNode)
    rows = [row for row in node.children if isinstance(row, TableRowNode)]
    assert [row.header for row in rows] == [True, True, False, False]
    assert [shown(row.children) for row in rows[1:3]] == [["x", "y", "z"], ["two wide", "c"]]
    cells: Any = [cell for row in rows for cell in row.children]
    assert [cell.align for cell in cells[:3]] == ["center", "", ""]
    wide, third, tall = cells[6:9]
    assert (wide.colspan, wide.align, third.align) == (2, "left", "")
    assert tall.rowspan == 2


def test_mediawiki_table() -> None:
    node = one("MWTABLE", '\n|-\n! A !! B\n|-\n|colspan="2"| x [u|t]\n|-\n| [u|t] || d\n')
    rows: Any = node.children
    assert [row.header for row in rows] == [True, False, False]
    assert [shown(row.children) for row in rows] == [["A", "B"], ["x [u|t]"], ["[u|t]", "d"]]
    assert rows[1].children[0].colspan == 2


@pytest.mark.parametrize("name", ["SPLIT", "FLUIDGRID"])
def test_columns(name: str) -> None:
    body = "\nleft ----\n{CODE()}a---b{CODE}\n---\nright\n@@@@\nbelow"
    result, reported = run(name, body)
    assert shown(result) == ["left ----\n{CODE()}a---b{CODE}", "right", "below"]
    assert all(isinstance(node, BlockElementNode) for node in result)
    assert reported == [Code.PLUGIN_APPROXIMATED]
    assert run(name, "only one")[1] == []


def test_tabs_and_versions() -> None:
    result, _ = run("TABS", "one\n/////\ntwo{X()}/////{X}", tabs="A|B")
    assert isinstance(result[0], TabsNode)
    assert shown(result[0].children) == ["A", "one", "B", "two{X()}/////{X}"]
    result, _ = run("VERSIONS", "first\n---(2.0)---\nsecond", default="1.0")
    assert shown(result) == ["1.0", "first", "2.0", "second"]


def test_lists() -> None:
    node = one("DL", "\nBow: the front\n__x__\n")
    assert isinstance(node, DefinitionListNode)
    assert shown(node.children) == ["Bow", "the front", "__x__"]
    items = one("FANCYLIST", "\n1) first\nsecond\n")
    assert shown(items.children) == ["first", "second"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, "B9\nb10\nFig"),
        ({"sort": "desc"}, "Fig\nb10\nB9"),
        ({"sort": "reverse"}, "B9\nFig\nb10"),
        ({"sort": "DESC"}, "b10\nFig\nB9"),
        ({"sort": ""}, "b10\nFig\nB9"),
    ],
)
def test_sort(arguments: dict[str, str], expected: str) -> None:
    assert text_of(one("SORT", "\nb10\n\nFig\nB9\n", **arguments)) == expected


def test_sort_numbers_by_value() -> None:
    assert text_of(one("SORT", "1\n10\n9", sort="desc")) == "10\n9\n1"
    digits = "9" * 5000  # more than Python makes a number of
    assert text_of(one("SORT", f"x{digits}\nx1\nx01\n007\n8")) == f"007\n8\nx01\nx1\nx{digits}"
