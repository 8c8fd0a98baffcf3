"""Who voted in a page, as readers of a site may know it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from wiki_pages import page_of

from tiki2md.model import Page, User, Wiki
from tiki2md.options import Options

SOURCE = """\
{CONVENE()}dates_1316520000_ann : 1
dates_1316520000_bob@example.org : 1
dates_1316520000_192.0.2.7 : -1{CONVENE}

{PROPOSAL()}+1 ann
-1 bob{PROPOSAL}"""
WIKI = Wiki(
    pages=[Page(name="Home", source=SOURCE)],
    users={"ann": User(login="ann", real_name="Ann Other")},
)
GFM = Options(target="gfm")


def test_voters_have_the_names_that_pages_tell() -> None:
    text, _ = page_of(WIKI, options=GFM)
    assert text.count("Ann Other") == 2
    assert "| bob | ✓ |" in text
    assert "| anonymous | ✗ |" in text
    assert "example.org" not in text
    assert "192.0.2.7" not in text


@pytest.mark.parametrize("voter", ["Ann", "ann", "bob", "anonymous", "192"])
def test_where_nobody_is_named_no_voter_is(voter: str) -> None:
    text, _ = page_of(WIKI, options=replace(GFM, people="none"))
    assert voter not in text
    assert "| | ✓ |" in text
    assert "| 1 | 0 | 1 |" in text
