"""Tiki's ids of headings, by which links of the wiki name places."""

from __future__ import annotations

import pytest

import tiki2md
from tiki2md.nodes import HeadingNode, TextNode, nodes_of
from tiki2md.transforms.headings import number_headings


def ids_of(*titles: str, numbered: bool = False) -> list[str]:
    nodes = [
        HeadingNode(level=1, numbered=numbered, children=[TextNode(inner_content=title)])
        for title in titles
    ]
    return [heading.anchor for heading in nodes_of(number_headings([*nodes]), HeadingNode)]


@pytest.mark.parametrize(
    ("title", "anchor"),
    [("Foo (bar)", "Foo_bar_"), ("Été 2020", "t_2020"), ("1.2. A", "A"), (" A  b ", "A_b")],
)
def test_what_no_id_can_hold_is_a_gap(title: str, anchor: str) -> None:
    assert ids_of(title) == [anchor]


def test_a_title_without_letters_of_ascii_has_a_digest() -> None:
    assert ids_of("日本") == ["a4dbed2e657457884e67137d3514119b3"]
    assert ids_of("日本", numbered=True) != ids_of("日本"), "the number is displayed"


def test_repeats_are_counted_by_title_alone() -> None:
    assert ids_of("A", "A_2", "A", "A", "A_2") == ["A", "A_2", "A_2", "A_3", "A_2_2"]
    assert len(set(ids_of(*["A"] * 50_000))) == 50_000


def test_a_heading_of_signs_alone_has_no_id_that_contents_could_lead_to() -> None:
    contents = "<!-- toc -->\n\n- [One](#one)\n- ?\n\n<!-- /toc -->\n\n"
    assert tiki2md.convert('{maketoc title=""}\n!!One\n!!?') == f"{contents}## One\n\n## ?\n"
