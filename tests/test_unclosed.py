"""What begins and never ends is what its reader takes it for; it is looked for only once."""

from __future__ import annotations

import re

import pytest
from web_servers import told

from tiki2md.html.markdown_policy import markdown_under_policy
from tiki2md.markdown_references import references_of
from tiki2md.migration import index_site
from tiki2md.model import Page, Wiki
from tiki2md.nodes import MarkdownTextNode, PreformattedNode
from tiki2md.options import Options
from tiki2md.pipeline import convert_page
from tiki2md.plugins import default_registry
from tiki2md.readers.address import address_in_settings
from tiki2md.readers.charsets import _word
from tiki2md.readers.sql_statements import table_columns
from tiki2md.render.contents import PythonSlugs
from tiki2md.render.jekyll import is_balanced
from tiki2md.site.old_urls import redirect_map
from tiki2md.syntax.canonical.limits import inexpressible
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.kramdown import without_liquid
from tiki2md.verify.page import markdown_html, sight_of_page

SETTINGS = "<?php\n$dbs_tiki = 'wiki'; $user_tiki = 'a'; $pass_tiki = 'b'; $host_tiki = 'c';\n"


@pytest.mark.parametrize(
    "end", ["/* $dbs_tiki = 'no';", "$x = '$dbs_tiki = 1;", '$x = "\\" $dbs_tiki = 2;', "$x = '\\"]
)
def test_settings(end: str) -> None:
    assert address_in_settings(SETTINGS + end, "local.php").database == "wiki"


@pytest.mark.parametrize(
    ("definition", "columns"),
    [
        (b"(`a`` b` int, c int COMMENT 'x, \\' y', `d` text)", [b"a` b", b"c", b"d"]),
        (b'("a"" b" int, c int)', [b'a" b', b"c"]),
        (b"(a int COMMENT 'x, b int", [b"a"]),
        (b"(a int COMMENT 'x\\", [b"a"]),
    ],
)
def test_columns(definition: bytes, columns: list[bytes]) -> None:
    assert table_columns(definition) == [name.decode() for name in columns]


@pytest.mark.parametrize(
    ("html", "fits"),
    [
        ("<b>a</b><!-- <i> -->", True),
        ("<script>a < b</script >", True),
        ("<style>a</style><script>b", False),
        ("<b>a</b><!-- b", False),
        ("<script>a</style>", False),
    ],
)
def test_html_of_kramdown(html: str, fits: bool) -> None:
    assert is_balanced(html) == fits


def test_titles() -> None:
    slugs = PythonSlugs()
    assert slugs.next("a <b>c</b> < d") == "a-c--d"
    assert slugs.next("<b") == "b"


def test_pictures() -> None:
    text = '![a](<b.png>) ![c](d e) ![f](g h <img src="x.png"> <img alt="" src="y.png'
    assert references_of(text).images == 3


def test_raw_elements_in_markdown() -> None:
    def judged(text: str) -> str:
        node = MarkdownTextNode(inner_content=text, html=True)
        (made,) = markdown_under_policy([node], lambda _: None, lambda *_: None)
        assert isinstance(made, MarkdownTextNode)
        return made.inner_content

    assert judged("a <script>b</script >c") == "a c"
    assert "<" not in judged("a <script>b</script c")


def test_shortcodes() -> None:
    hugo = DIALECTS["hugo"]
    assert "{{&lt; a &gt;}}" in markdown_html("    {{</* a */>}}", hugo)
    assert "{{&lt;/* a" in markdown_html("    {{</* a", hugo)


def test_liquid() -> None:
    assert without_liquid('{%  raw %}{{ x }}{% endraw %} {{  "{" }}') == "{{ x }} {"
    assert without_liquid("{%   raw") == "{%   raw"


@pytest.mark.parametrize("text", ["{'}'}", '{"\\"}"}'])
def test_braces_of_mdx(text: str) -> None:
    assert not sight_of_page(f"a {text} b", DIALECTS["docusaurus"]).problems
    assert sight_of_page(f"a {text[:-2]} b", DIALECTS["docusaurus"]).problems


def test_html_of_lists_in_mkdocs() -> None:
    source = "* a {HTML()}<p>*x*</p><!-- *y* --><i>*z*</i><!-- *v* <b>{HTML}"
    made = convert_page(source, Options(target="mkdocs"))
    assert "*y*" in made
    for dead in "xzv":
        assert f"*{dead}*" not in made


def test_a_name_that_obsidian_links_to() -> None:
    assert sight_of_page("![[a\udccb]] [[b#\udccb]]", DIALECTS["obsidian"]).images


def test_a_half_of_a_word() -> None:
    assert _word("abc dé\u00a0f g\u00e9") == "d\u00e9\u00a0f"


@pytest.mark.parametrize(
    ("text", "is_open"),
    [("~np~a~/np~", False), ("~/np~ ~np~a", True), ("~np~a~/np~ ~np~", True), ("a", False)],
)
def test_an_open_noparse(text: str, is_open: bool) -> None:
    found = inexpressible(PreformattedNode(inner_content=text))
    assert ("open-noparse" in found) == is_open


def test_names_for_caddy() -> None:
    wiki = Wiki(pages=[Page(name=name, page_id=1, source="") for name in ("a\x7fb", "a\u2028")])
    options = Options(target="hugo", redirect_hosts=("caddy",))
    index = index_site(wiki, options, default_registry()).index
    made = told(redirect_map(wiki, index), index)
    assert made
    assert not re.search("[\x7f\u2028]", "".join(made.values()))
