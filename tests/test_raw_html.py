"""The option ``raw_html``: under ``safe`` nothing that acts reaches a reader of any target."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from examples import examples
from hostile_html import ADDRESSES, HTML, MARKDOWN, WIKI, dangers
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from tiki2md.config import checked
from tiki2md.config.errors import ConfigError
from tiki2md.diagnostics import Code, Reporter
from tiki2md.html.allowed import (
    SanitiserMissingError,
    allowed_style,
    cleaned,
    cleaned_tag,
    is_allowed_address,
)
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.render.targets import TARGETS
from tiki2md.urls import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = '{syntax type="markdown"}\n'
MDX_TEXT = re.compile(r'\{/\*.*?\*/\}|\{"(?:[^"\\]|\\.)*"\}', re.DOTALL)
"""Comments and strings of JavaScript, in which Markdown and tags are not looked for."""
KRAMDOWN = Path(__file__).with_name("kramdown.rb")


def convert(
    source: str, policy: str = "safe", target: str = "gfm", *, is_html: bool = False
) -> str:
    around = Surroundings(is_html=is_html)
    return convert_page(source, Options(target=target, raw_html=policy), around)


def findings(source: str, policy: str = "safe") -> list[str]:
    reporter = Reporter(source=source)
    convert_page(source, Options(raw_html=policy), reporter=reporter)
    return [
        diagnostic.to_text()
        for diagnostic in reporter.diagnostics
        if diagnostic.code is Code.HTML_POLICY
    ]


# What stays.


@pytest.mark.parametrize(
    "source",
    [
        "__a__ ''b'' ===c=== [https://example.org|d] ((E)) ~~red:f~~ ~~#ff0000,rgb(1,2,3):g~~",
        '{DIV(style="color:red; text-align:center")}a{DIV}',
        '{TAG(tag="kbd" title="t")}Ctrl{TAG} {SUP()}1{SUP} {SUB()}2{SUB}',
        "{HTML()}<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>{HTML}",
        "{HTML()}<p>a <kbd>b</kbd> <a href='x.html'>c</a> <img src='a.png' width='9'></p>{HTML}",
        '{img src="data:image/png;base64,AAAA" alt="a" width="9"}',
        MARK + "# T\n\n*a* [b](https://example.org/x_(y)) <https://example.org> `c` {.d #e}",
        MARK + '[a](x "b: c") [d][e]\n\n[e]: y.md\n\n```\nf\n```\n\n    g\n\n- h\n- i',
        "{EQUATION()}$\\frac{a}{b}$ [0, 1]{EQUATION}",
        "a < b & c {BOX()}d{BOX}",
    ],
)
def test_what_is_harmless_is_written_as_ever(source: str) -> None:
    assert convert(source).replace(": ", ":") == convert(source, "keep").replace(": ", ":")
    assert not findings(source)


def test_keep_is_the_default() -> None:
    assert Options().raw_html == "keep"
    source = '{DIV(class="a")}b{DIV}'
    assert convert_page(source, Options()) == convert(source, "keep")


@pytest.mark.parametrize(
    "address",
    ["", "#a", "a b.html", "/x:y", "x?a=b:c", "https://a", "//a", "MAILTO:a@b", "12:30", "tel:1"],
)
def test_allowed_addresses(address: str) -> None:
    assert is_allowed_address(address)


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:a", "\x00JavaScript:a", "java\tscript:a", " vbscript:a", "data:text/html,a"),
        *("data:image/svg+xml,<svg>", "blob:a", "view-source:a", "file:///a", "x-a:b"),
    ],
)
def test_other_addresses(address: str) -> None:
    assert not is_allowed_address(address)
    assert not is_allowed_address(address, picture=True)


def test_a_picture_may_stand_in_an_address() -> None:
    assert is_allowed_address("data:image/png;base64,AA", picture=True)
    assert not is_allowed_address("data:image/png;base64,AA")


@pytest.mark.parametrize(
    ("destination", "address"),
    [
        ("a\\_b", "a_b"),
        ("javascript&colon;x", "javascript:x"),
        ("java&#115cript&amp;#58;x", "javascript:x"),
        ("java \nscript\\:x", "javascript:x"),
    ],
)
def test_destinations_are_decoded_as_by_a_browser(destination: str, address: str) -> None:
    assert decoded(destination) == address


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("color:red", "color: red"),
        ("COLOR : RGBA(1, 2,3,.5) ; width:9px", "COLOR: RGBA(1, 2,3,.5); width: 9px"),
        ("background:url(x)", ""),
        ("width:expression(alert(1))", ""),
        ("position:fixed; z-index:9; color:blue", "color: blue"),
        ("margin-left:-99px", ""),
        ("color:\\72 ed", ""),
        ("behavior:x", ""),
    ],
)
def test_styles(style: str, kept: str) -> None:
    assert allowed_style(style) == kept


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ("<b>", "<b>"),
        ("</B>", "</b>"),
        ("<br/>", "<br />"),
        ('<b style="color:red" onclick=x class=y>', '<b style="color: red">'),
        ("<a href=javascript:x title='a`[b]'>", '<a title="a&#96;&#91;b&#93;">'),
        ("<a href=x href=javascript:y>", '<a href="x">'),
        ("<script>", None),
        ("</script>", None),
        ("<b", None),
    ],
)
def test_a_tag_that_stands_alone(tag: str, kept: str | None) -> None:
    assert cleaned_tag(tag) == kept


# What goes, and what is said of it.


def test_an_element_goes_and_its_text_stays() -> None:
    source = "{HTML()}a <svg><text>b</text></svg> <object data='https://c/d'>e</object>{HTML}"
    assert convert(source) == "a b\n\n[e](https://c/d)\n"
    assert [text.partition(" html-policy: ")[2] for text in findings(source)] == [
        "<svg> is left out, since raw_html is safe",
        "<object> is left out, since raw_html is safe",
    ]


def test_a_finding_has_a_place() -> None:
    (text,) = findings('a\n\n  {DIV(class="b")}c{DIV}')
    assert text.startswith(':3:19: info html-policy: class="b" is left out')


def test_drop_keeps_the_text_of_all() -> None:
    source = (
        '~~red:a~~ {DIV(class="b")}c{DIV}{TAG(tag="kbd")}d <b>e</b>{TAG}'
        "{HTML()}<iframe src='https://f/'></iframe>{HTML}{MARKDOWN()}<i>g</i>{MARKDOWN}"
    )
    written = convert(source, "drop")
    assert re.search("<(?!https:)", written) is None
    assert re.findall("[a-g]", written.replace("https", "")) == [*"acdefg"]


def test_code_that_looks_alive_stays_code() -> None:
    page = convert(MARK + "`<b>` x\n\n```html\n<i>\n```\n\n    <u>\n      y\n\nz")
    assert page == ("<code>&lt;b></code> x\n\n```html\n<i>\n```\n\n```text\n<u>\n  y\n```\n\nz\n")


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nh3", None)
    with pytest.raises(SanitiserMissingError, match=r"pip install 'tiki2md\[safe\]'"):
        cleaned("<b>a</b>")


def test_without_the_library_no_run_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiki2md.config.find_spec", lambda _name: None)
    with pytest.raises(ConfigError, match=r"--set: raw_html = safe needs nh3"):
        checked("raw_html", "safe", "--set", ["gfm"])
    assert checked("raw_html", "drop", "--set", ["gfm"]) == "drop"


# Attacks: what the readers of Markdown make of each, as a browser has it.


def sources() -> list[str]:
    """Each place with a quarter of the attacks; four places together have them all."""
    places = [("", place, "") for place in WIKI]
    places += [(MARK, place, "") for place in MARKDOWN]
    places += [("{MARKDOWN()}", place, "{MARKDOWN}") for place in MARKDOWN]
    found = [*HTML, *(MARK + html for html in HTML)]
    for number, (before, place, after) in enumerate(places):
        count = max(len(ADDRESSES) * ("{0}" in place), len(HTML) * ("{1}" in place), 1)
        for at in range(number % 4 if count > 1 else 0, count, 4):
            address, html = ADDRESSES[at % len(ADDRESSES)], HTML[at % len(HTML)]
            found.append(before + place.format(address, html) + after)
    return found


@cache
def commonmark(target: str) -> MarkdownIt:
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False}).use(footnote_plugin)
    parser.validateLink = lambda _url: True  # other readers do not look
    # A term is a block of its own to these.
    return parser.use(deflist_plugin) if target in {"hugo", "jekyll"} else parser


def alive(source: str, target: str, policy: str = "safe", *, is_html: bool = False) -> list[str]:
    """What acts on a page."""
    written = convert(source, policy, target, is_html=is_html)
    if target == "mkdocs":
        import python_markdown

        return list(dangers(python_markdown.to_html(written)))
    if target == "docusaurus":
        written = MDX_TEXT.sub("", written)
    return list(dangers(commonmark(target).render(written)))


def test_the_attacks_are_some() -> None:
    kept = [source for source in sources() if alive(source, "gfm", "keep")]
    assert len(kept) > 100


@pytest.mark.parametrize("target", sorted(TARGETS.keys() - {"jekyll"}))
@pytest.mark.parametrize("is_html", [False, True])
def test_no_attack_arrives(target: str, *, is_html: bool) -> None:
    if target == "mkdocs":
        pytest.importorskip("python_markdown")
    for source in sources():
        assert not alive(source, target, is_html=is_html), source


def test_no_attack_arrives_in_jekyll() -> None:
    ruby = shutil.which("ruby")
    needed = [ruby or "", "-e", "require 'kramdown'; require 'kramdown-parser-gfm'"]
    if ruby is None or subprocess.run(needed, check=False, capture_output=True).returncode:
        pytest.skip("kramdown is not installed")
    some = sources()
    pages = [re.sub(r"\{% (?:end)?raw %\}", "", convert(page, target="jekyll")) for page in some]
    done = subprocess.run(
        [ruby, str(KRAMDOWN)], input=json.dumps(pages), capture_output=True, text=True, check=True
    )
    for source, html in zip(some, json.loads(done.stdout), strict=True):
        assert not list(dangers(html)), source


def pieces() -> Iterator[str]:
    for number, place in enumerate([*WIKI, *MARKDOWN]):
        for html in HTML[number % 5 :: 5]:
            yield place.format(ADDRESSES[number % len(ADDRESSES)], html)
    yield from ("`", "```\n", "[", "](", "]", "(", ">", "<", "- ", "> ", "|", "\n", "\n\n", "    ")
    yield from ("{DIV()}", "{DIV}", "{HTML()}", "{HTML}", "<!--", "-->", '"', "__", "<b>", "</b>")


hostile = st.lists(st.sampled_from(list(pieces())), min_size=2, max_size=6).map("".join)


@pytest.mark.parametrize("target", sorted(TARGETS.keys() - {"mkdocs", "docusaurus"}))
@examples(60)
@given(source=hostile, markdown=st.booleans(), is_html=st.booleans())
def test_no_mixture_arrives(target: str, source: str, *, markdown: bool, is_html: bool) -> None:
    assert not alive(MARK * markdown + source, target, is_html=is_html)


@examples(60)
@given(source=hostile, markdown=st.booleans(), is_html=st.booleans())
def test_no_mixture_arrives_in_mkdocs(source: str, *, markdown: bool, is_html: bool) -> None:
    pytest.importorskip("python_markdown")
    assert not alive(MARK * markdown + source, "mkdocs", is_html=is_html)
