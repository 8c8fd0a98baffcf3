"""What HTML shows, its Markdown shows: other parsers of both see the same, for any page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.verify.reading import seen_in_html, seen_in_markdown

PAGE = Surroundings(is_html=True, is_rendered=True)

# Words, and what Markdown would take for its marks.
words = st.sampled_from((
    "sea", "salt", "12", "1.", "2)", "-", "*", "+", "#", "_a_", "a_b", "`c`", "[x]", "![y](z)",
    "===", "---", "|", "\\", "~", "&lt;", "&gt;", "&amp;", "$m$", "1986.",
))  # fmt: skip
texts = st.lists(words, min_size=1, max_size=4).map(" ".join)


def _element(tag: str, inside: str) -> str:
    return f"<{tag}>{inside}</{tag.split(maxsplit=1)[0]}>"


def _elements(tags: tuple[str, ...], inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(_element, st.sampled_from(tags), inside)


def _joined(parts: st.SearchStrategy[str], between: str, most: int) -> st.SearchStrategy[str]:
    return st.lists(parts, min_size=1, max_size=most).map(between.join)


_FORMATS = ("b", "i", "u", "s", "code", "sub", "sup", "span", 'font color="red"')
inlines = st.recursive(
    texts,
    lambda inner: _elements(_FORMATS, st.one_of(inner, inner.map(" {} ".format))),
    max_leaves=4,
)
lines = _joined(st.one_of(inlines, inlines, st.just("<br>")), " ", 4)
_BLANK = ("<p></p>", "<p>&nbsp;</p>", "<div><br></div>", "")


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    item = _elements(("li",), st.one_of(lines, inner))
    cell = _elements(("td",), st.one_of(lines, inner, st.just("")))
    rows = _joined(_elements(("tr",), _joined(cell, "", 3)), "", 3)
    pair = st.builds("<dt>{}</dt><dd>{}</dd>".format, texts, st.one_of(lines, inner))
    block = st.one_of(
        _elements(("p", "div", "h2", "h5", 'p align="right"'), lines),
        _elements(("ul", "ol", 'ol type="a"', 'ol start="3"'), _joined(item, "", 3)),
        _elements(("blockquote", "div", "center"), inner),
        _elements(("table",), rows),
        _elements(("dl",), _joined(pair, "", 2)),
        texts.map("<pre>{}\n\n  x</pre>".format),
        st.sampled_from(("<hr>", *_BLANK)),
    )
    return _joined(block, "", 3)


pages = st.recursive(_elements(("p",), lines), _blocks, max_leaves=6)


@given(html=pages)
def test_random_html_shows_the_same(html: str) -> None:
    markdown = convert_page(html, Options(), PAGE)
    assert seen_in_markdown(markdown).compared() == seen_in_html(html).compared(), markdown
