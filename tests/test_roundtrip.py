"""The round-trip checks, and that they see what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from examples import examples
from hostile import FRAGMENTS
from hypothesis import given
from hypothesis import strategies as st

import tiki2md
from tiki2md import nodes as n
from tiki2md import roundtrip
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings
from tiki2md.render import render
from tiki2md.verify.events import first_difference
from tiki2md.verify.reading import readable, seen_in_markdown, seen_in_tree

if TYPE_CHECKING:
    from tiki2md.diagnostics import Reporter

CHECKS = roundtrip.checks(Options())
SHOWN = [text for text in FRAGMENTS if text.isprintable() or text in {"\n", "\r\n", "\t"}]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    "source",
    [
        "",
        "!T\n__a__ ''b'' ===c=== --dd-- -+e+-\n\nf\ng",
        "* a\n*** b\n# c\n+ d\n\n;t:d\n||a|b\nc||",
        "{BOX(title=x)}* a\n* b{BOX} {CODE()}\n  c\n{CODE}{SUP()}2{SUP}{maketoc}",
        "^box^ ::centre:: -=Bar=- ~pp~x\ny~/pp~ ~pre~__z__\n~/pre~",
        "((A|b)) [http://c.d|e] http://f.g doi:10.1000/182. :-) %name% ",
        "{REMARKSBOX(title=t)}a{REMARKSBOX}{FADE(label=l)}b{FADE}{FOOTNOTE()}c{FOOTNOTE}",
        "!+Open\na\n!!-Closed\nb",
        "[http://a.b|__{img src=c}__]",
    ],
)
def test_a_page_passes(source: str, check: str) -> None:
    assert CHECKS[check](source) == ""


@examples(60)
@given(source=st.lists(st.sampled_from(SHOWN), max_size=10).map("".join))
def test_any_page_passes(source: str) -> None:
    for check in ("lossless", "canonical"):
        assert not CHECKS[check](source)


def test_html_pages_are_read_as_html() -> None:
    around = Surroundings(is_html=True)
    for check in roundtrip.checks(Options(), around).values():
        assert not check("<p>a <b>b</b></p>\n<p>c</p>")


def test_what_cannot_be_said_is_no_failure() -> None:
    assert CHECKS["canonical"]("-+a||b||c+-") == ""


@pytest.mark.parametrize(
    ("tree", "markdown", "told"),
    [
        ([n.BoldNode(children=[n.TextNode(inner_content="ab")])], "ab", "'a' in strong"),
        ([n.TextNode(inner_content="a b")], "ab", "after a space"),
        ([n.TextNode(inner_content="ab")], "a", "the end"),
        ([n.HeadingNode(level=2, children=[n.TextNode(inner_content="a")])], "# a", "<h2>"),
        ([n.TextNode(inner_content="a"), n.LineBreakNode(), n.TextNode(inner_content="b")],
         "a b", "a break"),
        ([n.ParagraphNode(children=[n.TextNode(inner_content=t)]) for t in "ab"],
         "a b", "a paragraph"),
    ],
)  # fmt: skip
def test_a_difference_is_told(tree: list[n.Node], markdown: str, told: str) -> None:
    want = seen_in_tree(n.DocumentNode(children=tree)).compared()
    got = seen_in_markdown(markdown).compared()
    assert told in first_difference(want, got)
    assert first_difference(want, want) == ""


def test_what_differs_by_target_is_left_out() -> None:
    toc = n.TableOfContentsNode()
    note = n.AdmonitionNode(children=[n.ParagraphNode(children=[n.TextNode(inner_content="a")])])
    assert readable(toc) == []
    assert readable(note) == note.children


def test_a_broken_renderer_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_stars(document: n.DocumentNode, options: Options, reporter: Reporter) -> str:
        return render(document, options, reporter).replace("**", "")

    monkeypatch.setattr(roundtrip, "render_tree", without_stars)
    source = "!Title\n\nSome __bold__ words.\n" * 5
    found = list(roundtrip.page_failures("P", source, CHECKS))
    assert [failure.check for failure in found] == ["gfm", "commonmark"]
    assert found[0].page == "P"
    assert "in strong" in found[0].problem
    assert len(found[0].example) == 5  # two marks and a letter


def test_minimise_is_bounded() -> None:
    source = "a\nbx\n" + "c\n" * 50 + "dy\ne"
    assert roundtrip.minimise(source, lambda text: "x" in text and "y" in text) == "xy"
    asked: list[str] = []

    def only_whole(text: str) -> bool:
        asked.append(text)
        return text == source

    assert roundtrip.minimise(source, only_whole, tries=30) == source
    assert len(asked) == 30


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("* --", "- \\--\n"),  # with the item's mark it would be a rule
        ("*---", "<details>\n\n- \\--\n\n</details>\n"),
        ("** --", "- - \\--\n"),
        ("!{img\r}", "# <!-- {img } -->\n"),  # a comment in a heading stays on its line
    ],
)
def test_what_the_checks_found_stays_mended(source: str, markdown: str) -> None:
    assert tiki2md.convert(source) == markdown


@pytest.mark.parametrize("style", ["emoji", "text", "drop"])
def test_smileys_are_read_back_as_what_they_became(style: str) -> None:
    options = Options(smiley_style=style)
    source = "Fine :-) and __(:lol:)__ or (:nobody:) *"
    assert list(roundtrip.page_failures("Page", source, roundtrip.checks(options))) == []
