"""Front matter: what is in it, and how it is written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.model import Category, Page, Wiki
from tiki2md.options import PRESETS, Options, with_values
from tiki2md.site.frontmatter import compose, page_metadata, write
from tiki2md.site.index_building import build_index
from tiki2md.site.layout import layout_of

NAME = "High Selenium intake cuts risk of Osteoporosis in half - meta-analysis - July 2023"
WIKI = Wiki(
    pages=[
        Page(
            name=NAME,
            source="x",
            page_id=14701,
            slug="High-Selenium-intake-July-2023",
            created=1695643200,
            modified=1695729600,
            version=3,
            creator="admin",
            description=" About: it ",
            keywords="a, b,,",
            tags=["bone", "bone", "two words"],
            categories=[41, 42],
        )
    ],
    categories={41: Category(category_id=41, name="Osteoporosis")},
)

CLASSIC = """\
---
title: "High Selenium intake cuts risk of Osteoporosis in half - meta-analysis"
slug: "high-selenium-intake-cuts-risk-of-osteoporosis-in-half-meta-analysis"
aliases:
  - "/High+Selenium+intake+cuts+risk+of+Osteoporosis+in+half+-+meta-analysis+-+July+2023"
  - "/tiki-index.php?page_id=14701"
date: 2023-09-25
categories:
  - "Osteoporosis"
---

x
"""

HUGO = """\
---
title: Short
slug: short
aliases:
  - "/Short"
date: 2023-09-25T12:00:00Z
lastmod: 2023-09-26T12:00:00Z
description: "About: it"
categories:
  - Osteoporosis
tags:
  - bone
  - two words
keywords:
  - a
  - b
params:
  tiki:
    page_id: "14701"
    name: Short
    version: 3
    creator: admin
  authors:
    - admin
---

x
"""


def text_of(wiki: Wiki, options: Options) -> str:
    index = build_index(wiki, options)
    entry = index.entries[0]
    return compose(index.layout, page_metadata(index, entry), "x\n", options)


def test_classic_preset_is_the_golden_layout() -> None:
    page = WIKI.pages[0]
    bare = Wiki(
        pages=[
            Page(
                name=page.name,
                source="x",
                page_id=page.page_id,
                slug=page.slug,
                created=page.created,
                modified=page.modified,
                version=3,
                creator="admin",
                categories=[41],
            )
        ],
        categories=WIKI.categories,
    )
    assert text_of(bare, with_values(Options(), PRESETS["classic"])) == CLASSIC


def test_hugo() -> None:
    page = WIKI.pages[0]
    short = Page(
        name="Short",
        source="x",
        page_id=page.page_id,
        created=page.created,
        modified=page.modified,
        version=3,
        creator="admin",
        description=page.description,
        keywords=page.keywords,
        tags=page.tags,
        categories=page.categories,
    )
    wiki = Wiki(pages=[short], categories=WIKI.categories)
    assert text_of(wiki, Options(target="hugo")) == HUGO


def test_empty_values_are_left_out() -> None:
    wiki = Wiki(pages=[Page(name="HomePage", source="")])
    options = Options(target="hugo", tiki_metadata=False, old_urls="none")
    assert text_of(wiki, options) == "---\ntitle: HomePage\n---\n\nx\n"


def test_dates_outside_of_the_calendar_are_left_out() -> None:
    wiki = Wiki(pages=[Page(name="A", source="", created=10**15, modified=-5)])
    options = Options(target="hugo", tiki_metadata=False, old_urls="none")
    assert text_of(wiki, options) == "---\ntitle: A\nslug: a\n---\n\nx\n"


def test_plain_markdown_has_none_and_cannot_seem_to_have_some() -> None:
    layout, options = layout_of("gfm"), Options()
    assert compose(layout, {"title": "x"}, "text\n", options) == "text\n"
    assert compose(layout, {}, "---\ntext\n---\n", options) == "\n---\ntext\n---\n"
    assert compose(layout, {}, "--- text\n", options) == "--- text\n"


@pytest.mark.parametrize("body", ["---\na: b\n---\nc\n", "\n\n  x\n\n", "", "\x1cx"])
def test_body_is_kept(body: str) -> None:
    assert write({"title": "t"}, body) == f"---\ntitle: t\n---\n\n{body}"


def test_line_ends_of_windows_are_newlines_doubled_ones_too() -> None:
    assert write({"title": "t"}, "a\r\nb\r\r\nc\rd") == "---\ntitle: t\n---\n\na\nb\nc\rd"


@pytest.mark.parametrize(
    "title",
    [
        "a: b", "- a", "#1", "yes", "No", "on", "y", "null", "~", "1e3", "0x1F", "1_000", ".5",
        "2023-09-25", "12:30", "a #b", "'q'", '"q"', "{a}", "[a]", "*a", "&a", "!a", "%a",
        "@a", "`a`",
        "a\nb", "a\tb", "\0", "\x85", "\u2028", "\ufeff", "日本", "😀", "---",
        "a\n---\nb", "é", "=", "<<",
        "a,", "a b ", " a", "x" * 500, "a " * 200 + "a",
    ],
)  # fmt: skip
def test_any_title_reads_back(title: str) -> None:
    for quote_strings in (True, False):
        text = write({"title": title, "tags": [title]}, "body\n", quote_strings=quote_strings)
        assert frontmatter.loads(text).metadata == {"title": title, "tags": [title]}


@given(st.text(), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_reads_back(title: str, body: str) -> None:
    text = write({"title": title, "n": 3, "date": date(2023, 9, 25)}, body)
    written = re.sub(r"\r+\n", "\n", body)
    assert text.endswith(f"---\n\n{written}")
    assert frontmatter.loads(text).metadata["title"] == title


def test_halves_of_characters_are_replaced() -> None:
    text = write({"title": "a\ud800b", "tags": ["\udfff"]}, "x \ud800\n")
    assert text == '---\ntitle: "a\ufffdb"\ntags:\n  - "\ufffd"\n---\n\nx \ufffd\n'


def test_what_yaml_12_would_read_otherwise_is_quoted() -> None:
    for text in ("1e3", "0o17", "1_000", "12:30", "y", "Yes", "1.0.0"):
        assert f'title: "{text}"' in write({"title": text}, "")


def test_order_and_types() -> None:
    moment = datetime(2023, 9, 25, 12, tzinfo=UTC)
    metadata: dict[str, Any] = {"z": "b", "a": moment, "m": {"y": 1, "x": True}}
    assert re.findall(r"^ *(\w+):", write(metadata, ""), re.MULTILINE) == ["z", "a", "m", "y", "x"]
    assert "a: 2023-09-25T12:00:00Z" in write(metadata, "")


def test_loss_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not read back"):
        write({"title": ("a", "tuple")}, "x")
