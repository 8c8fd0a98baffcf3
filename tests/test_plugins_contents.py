"""Content blocks and notices of copyright in pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from wiki_pages import page_of, shown, wiki_of

from tiki2md.diagnostics import Code
from tiki2md.model import Content, Copyright, Page
from tiki2md.plugins.inclusions import MAX_CHARACTERS


def block(number: int, text: str = "", **values: object) -> dict[int, Content]:
    return {number: replace(Content(content_id=number, text=text), **values)}


@pytest.mark.parametrize(
    "call", ["{content id=4}", "{content label=x}", "{content}", "{content id=x}"]
)
def test_a_block_that_is_not_there(call: str) -> None:
    text, codes = shown(call, contents=block(3, "b", label="News"))
    assert text == f"<!-- {call} -->\n"
    assert codes == [Code.PLUGIN_KEPT]


@pytest.mark.parametrize("call", ["{content id=3}", "{content label=news}", "{RCONTENT(id=3)/}"])
def test_a_block(call: str) -> None:
    text, codes = shown(f"x\n\n{call}", contents=block(3, "a __b__", label="News"))
    assert text.endswith("a **b**\n")
    assert codes == [Code.PLUGIN_SNAPSHOT]


def test_one_text_at_random_stays_a_comment() -> None:
    contents = block(3, "b", versions=2)
    assert shown("{rcontent id=3}", contents=contents)[1] == [Code.PLUGIN_KEPT]
    assert shown("{content id=3}", contents=contents)[1] == [Code.PLUGIN_SNAPSHOT]


def test_a_block_that_shows_a_page() -> None:
    wiki = wiki_of(
        Page(name="Home", source="{content id=3}"),
        Page(name="News", source="hot __news__ {content id=3}"),
        contents=block(3, page="News"),
    )
    text, codes = page_of(wiki)
    assert text.count("hot **news**") == 1
    assert Code.INCLUDE_CAPPED in codes
    text, codes = page_of(wiki, hidden=("News",))
    assert "news" not in text
    assert codes == [Code.INCLUDE_CAPPED]


def test_a_block_in_itself_has_an_end() -> None:
    text, codes = shown("{content id=3}", contents=block(3, "a {content id=3}{content id=3}"))
    assert text.count("a <!--") == 1
    assert Code.INCLUDE_CAPPED in codes


def test_many_blocks_have_an_end() -> None:
    contents = {
        number: Content(content_id=number, text=f"{{content id={number + 1}}} " * 9 + "x" * 9999)
        for number in range(1, 20)
    }
    text, codes = shown("{content id=1}", contents=contents)
    assert Code.INCLUDE_CAPPED in codes
    assert len(text) < MAX_CHARACTERS


NOTICE = Copyright(title="Quays", year="1999", authors="Smith & Co", holder="Harbour")


def test_without_notices_the_pattern_is_left_out() -> None:
    for copyrights in ({}, {"Other": [NOTICE]}):
        text, codes = shown("{COPYRIGHT()}by ~authors~{COPYRIGHT}", copyrights=copyrights)
        assert text == "<!-- {COPYRIGHT()} -->\n"
        assert codes == [Code.PLUGIN_BODY_DROPPED]


def test_notices() -> None:
    other = replace(NOTICE, title="Piers", year="2001")
    source = "{COPYRIGHT()}\n__~title~__ © ~year~ ~holder~ ~authors~{COPYRIGHT}"
    text, codes = shown(source, copyrights={"Home": [NOTICE, other]})
    assert "**Quays** © 1999 Harbour Smith" in text
    assert "**Piers** © 2001" in text
    assert codes == [Code.PLUGIN_SNAPSHOT]
