"""``tiki2md ast``: the tree of a page, of one of many, and of a place in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import call, write_page

pytestmark = pytest.mark.usefixtures("alone")


def test_the_tree_of_a_page_comes_without_what_is_only_good_to_know() -> None:
    Path("a.sql").write_text(
        "CREATE TABLE `tiki_pages` (`pageName` text, `data` text);\n"
        "INSERT INTO `tiki_pages` VALUES ('P','a <x>script');\n"
    )
    assert call("ast", "a.sql").stderr == ""
    assert "source-scars" in call("ast", "a.sql", "-v").stderr


def test_the_tree_is_printed_in_each_format() -> None:
    write_page()
    tree = call("ast", "page.tiki").stdout
    assert tree.startswith("DocumentNode 0-")
    assert "BoldNode" in tree
    assert json.loads(call("ast", "page.tiki", "--format", "json").stdout)["version"] == 1
    assert call("ast", "-", "--format", "classic", stdin="x").stdout == (
        "├── TextNode\n│   full_match: `x`\n│   inner_content: `x`"
    )


def test_the_node_at_a_place_and_those_around_it() -> None:
    write_page()
    result = call("ast", "page.tiki", "--at", "2:3")
    assert result.stdout.startswith("TextNode ")
    assert result.stderr.startswith("DocumentNode > ")
    assert "BoldNode" in result.stderr


def test_places_in_a_file_count_the_front_matter_above() -> None:
    write_page("page.tiki", "---\ntitle: x\n---\na\n__b__")
    assert call("ast", "page.tiki", "--at", "5:3").stdout.startswith('TextNode 4-5 "b"')
    assert "5:1       BOLD" in call("ast", "page.tiki", "--tokens").stdout
    above = call("ast", "page.tiki", "--at", "3:1")
    assert above.exit_code == 2
    assert "the first below the front matter is 4, the last is 5" in above.stderr


def test_ast_of_one_of_many_pages() -> None:
    Path("wiki").mkdir()
    write_page("wiki/A.tiki", "a")
    write_page("wiki/B.tiki", "b")
    assert call("ast", "wiki").exit_code == 2
    assert '"b"' in call("ast", "wiki", "--page", "B").stdout
    assert call("ast", "wiki", "--page", "C").exit_code == 3
