"""HTML pages and HTML plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from examples import examples
from fixture_files import Case, read_cases
from fixture_writing import rewrite
from hypothesis import example, given
from hypothesis import strategies as st

import tiki2md
from tiki2md.diagnostics import Code, Reporter, Severity
from tiki2md.html import flow_to_nodes, html_source, html_to_nodes
from tiki2md.html.markup import Markup, markup_of, markup_of_page
from tiki2md.html.tags import MAX_OPEN, MAX_OPEN_FORMATS
from tiki2md.nodes import BoldNode, ParentNode, TextNode, text_of, walk
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Surroundings(is_html=True)
CASES = read_cases("html")

# What pages are made of, whole and broken.
_PIECES = st.sampled_from((
    "<b>", "</b>", "<i>", "</p>", "<p>", "<div>", "</div>", "<table>", "<tr>", "<td>",
    "</table>", "<ul>", "<li>", "</ul>", "<pre>", "</pre>", "<a", "href=x>", "</a>", "<!--",
    "-->", "<script>", "</script>", "<br>", "<hr>", "&amp;", "&#", "__", "''", "[u|x]", "((P))",
    "||", "|", "\n", "\n*", "\n!", "^", "::", "~np~", "~/np~", "~pp~", "~/pp~", "{BOX()}",
    "{BOX}", "{HTML()}", "{HTML}", "{CODE()}", "{CODE}", "x",
))  # fmt: skip
documents = st.one_of(st.text(), st.lists(_PIECES, max_size=40).map("".join))


def page(source: str, reporter: Reporter | None = None, options: Options | None = None) -> str:
    return convert_page(source, options or Options(), PAGE, reporter)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_becomes_what_its_file_says(case: Case, request: pytest.FixtureRequest) -> None:
    reporter = Reporter(source=case.source)
    result = page(case.source, reporter, case.options).removesuffix("\n")
    found = "\n".join(f"{d.code.identifier} {d.line}:{d.column}" for d in reporter.diagnostics)
    if request.config.getoption("--update-fixtures"):
        if (result, found) != (case.expected, case.diagnostics):
            rewrite(case, result, found)
        return
    assert result == case.expected
    if "diag" in case.flags:
        assert found == case.diagnostics
    elif "any-diag" not in case.flags:
        severe = [d.to_text() for d in reporter.diagnostics if d.severity >= Severity.WARNING]
        assert severe == []


@examples(300)
@given(documents)
def test_any_page_converts_and_always_to_the_same(source: str) -> None:
    reporter = Reporter(source=source)
    result = page(source, reporter)
    assert page(source) == result
    internal = {Code.NODE_NOT_RENDERED, Code.INTERNAL_PARSE_ERROR, Code.PLUGIN_FAILED}
    assert [d.to_text() for d in reporter.diagnostics if d.code in internal] == []


@examples(300)
@given(documents)
def test_no_trace_of_the_embedding_is_left(source: str) -> None:
    assert "hgroup" not in page(source.replace("hgroup", ""))
    assert "t-" not in page(source.replace("t-", ""))


@given(st.text(st.characters(codec=None)))
def test_any_string_is_html(source: str) -> None:
    assert html_to_nodes(source) == html_to_nodes(source)


@examples(300)
@given(documents)
@example("<p>" + "<kbd><b>" * 5 + "x</p><p>y")
def test_that_tags_tell_their_places_changes_nothing_else(source: str) -> None:
    told, untold = html_to_nodes(source), html_to_nodes(source, span=(0, 0))
    for node in (inner for root in [*told, *untold] for inner in walk(root)):
        node.span = (0, 0)
    assert told == untold


@pytest.mark.parametrize(("tag", "most"), [("b", MAX_OPEN_FORMATS), ("div", MAX_OPEN)])
@pytest.mark.parametrize("markup", [markup_of, markup_of_page])
def test_so_many_elements_are_open_at_most(
    markup: Callable[[str], Markup], tag: str, most: int
) -> None:
    """A parser works at each of them for every tag that follows."""
    assert markup(f"<{tag}>a" * 300).text.count(f"<{tag}") == most


@given(st.text(alphabet="abc xyz.,", max_size=40))
def test_plain_text_stays(source: str) -> None:
    nodes = html_to_nodes(f"<p><span>{source}</span></p>")
    assert "".join(map(text_of, nodes)).split() == source.split()


def test_wiki_nodes_keep_their_place_and_value() -> None:
    document = tiki2md.parse("<p>a [u|<b>x</b>]</p>")
    nodes = flow_to_nodes(html_source(document.children, document.full_match))
    link = next(n for root in nodes for n in walk(root) if type(n).__name__ == "LinkNode")
    assert link.full_match == "[u|<b>x</b>]"
    assert isinstance(link, ParentNode)
    assert isinstance(link.children[0], BoldNode)


def test_texts_of_handlers_are_no_html() -> None:
    nodes = flow_to_nodes([TextNode(inner_content="<b>&amp;")])
    assert "".join(map(text_of, nodes)) == "<b>&amp;"


def test_html_plugin_shows_what_it_showed() -> None:
    assert tiki2md.convert("a {HTML()}<b>r</b> __n__ & {HTML}b") == "a **r** \\_\\_n\\_\\_ & b\n"
    wiki = "{HTML(wiki=1)}<i>a</i> __b__{HTML}"
    assert tiki2md.convert(wiki) == "*a* **b**\n"


def test_what_is_left_out_is_reported() -> None:
    reporter = Reporter(source="x")
    html_to_nodes("<script>x</script><textarea>y</textarea><style>z</style>", reporter, (0, 1))
    found = [(d.code, d.line) for d in reporter.diagnostics]
    assert found == [(Code.HTML_DROPPED, 1), (Code.HTML_DROPPED, 1), (Code.STYLE_DROPPED, 1)]


@pytest.mark.parametrize(
    "tag", ["<div>", "<b>", "<blockquote>", "<table><td>", "<sub>", "<ul><li>a"]
)
def test_deep_nesting_ends(tag: str) -> None:
    assert "deepest" in page(tag * 5000 + "deepest")
