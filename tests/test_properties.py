"""What holds for every text: nothing is lost, nothing raises, the same is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hostile import FRAGMENTS
from hypothesis import given
from hypothesis import strategies as st
from markdown_reading import prose
from spans import check_spans

import tiki2md
from tiki2md import pipeline
from tiki2md.diagnostics import Code, Reporter
from tiki2md.options import Options

if TYPE_CHECKING:
    from tiki2md.nodes import DocumentNode

TARGETS = ("gfm", "hugo")
OPTIONS = (
    Options(),
    Options(tables="old", monosp=True, wikiwords=True, three_colon_center=True, smileys=False),
    Options(paragraph_formatting=False, add_br=False, page_regex="strict", autolinks=False),
)

documents = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join),
    st.text(max_size=60),
)


def parsed(source: str, options: Options) -> tuple[DocumentNode, Reporter]:
    reporter = Reporter(source=source)
    return pipeline.parse(source, options, reporter=reporter), reporter


@given(documents, st.sampled_from(OPTIONS))
def test_any_text_parses_and_nothing_is_lost(source: str, options: Options) -> None:
    document, reporter = parsed(source, options)
    codes = {diagnostic.code for diagnostic in reporter.diagnostics}
    assert Code.INTERNAL_PARSE_ERROR not in codes
    assert tiki2md.unparse(document) == source


PIECES = (
    "\ue000|  |_|__|.|,|-|--|=|:|\n|é|7|10.1|a|Word|www|WWW.|Www.x|magnet|MacGuffin|x_y|page|&nbsp;"
)
words = st.lists(st.sampled_from([" ", *PIECES.split("|")]), max_size=8).map("".join)


@given(words)
def test_words_are_read_as_if_they_might_be_more(source: str) -> None:
    """Where a word can part pages, no text is taken for words alone before it is read."""
    careful = Options(page_separator="separator")
    assert pipeline.parse(source, Options()) == pipeline.parse(source, careful)


def test_words_may_be_more_by_an_option() -> None:
    def kinds(source: str, **options: object) -> list[str]:
        document = pipeline.parse(source, Options(**options))  # type: ignore[arg-type]
        return [type(node).__name__ for node in document.children]

    assert kinds("new page") == kinds("MacGuffin") == ["TextNode"]
    assert kinds("new page", page_separator="new page") == ["PageBreakNode"]
    assert kinds("MacGuffin", wikiwords=True) == ["LocalLinkNode"]


@given(documents, st.sampled_from(OPTIONS))
def test_children_lie_in_order_inside_their_parents(source: str, options: Options) -> None:
    document, _ = parsed(source, options)
    check_spans(document, source)


@given(documents, st.sampled_from(OPTIONS), st.sampled_from(TARGETS))
def test_any_text_converts(source: str, options: Options, target: str) -> None:
    reporter = Reporter(source=source)
    text = tiki2md.convert(source, target, options=options, reporter=reporter)
    codes = {diagnostic.code for diagnostic in reporter.diagnostics}
    assert not codes & {Code.NODE_NOT_RENDERED, Code.PLUGIN_FAILED, Code.INTERNAL_PARSE_ERROR}
    assert text == tiki2md.convert(source, target, options=options)


@given(documents)
def test_parsing_again_is_the_same(source: str) -> None:
    assert tiki2md.parse(source) == tiki2md.parse(source)


@given(documents)
def test_rendering_leaves_the_tree_as_it_is(source: str) -> None:
    document = tiki2md.parse(source)
    pipeline.render_document(document, Options())
    assert document == tiki2md.parse(source)


# Text to Tiki, markup to Markdown: no piece that Tiki would read, in any order.
PLAIN = (
    "word", "snake_case", "_x_", "1.", "2)", ">", "-", "<b>", "</div>", "<!-- x", "&amp;", "&lt;",
    "&#65;", "`", "``", "```", "*", "a*b*c", "#", "\\", "\\*", "=", "$x$", ".", "!", "~~~",
    "<http:x>", "é", "+", "x.y", "AT&T", "&", "<", "**b**", "\\n", "a#", "!a",
)  # fmt: skip
plain_lines = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=6).map(" ".join)
plain_texts = st.lists(
    plain_lines.filter(lambda line: line[0] not in "!*#+;"), min_size=1, max_size=4
).map("\n".join)


@pytest.mark.parametrize("line_breaks", ["hard", "soft", "paragraph"])
@given(text=plain_texts)
def test_text_reads_back_as_itself(line_breaks: str, text: str) -> None:
    markdown = tiki2md.convert(text, "gfm", options=Options(line_breaks=line_breaks))
    assert prose(markdown).split() == text.split()
