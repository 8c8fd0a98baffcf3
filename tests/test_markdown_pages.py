"""Pages that are written in Markdown (tiki-versions §1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hostile import FRAGMENTS
from hypothesis import given
from hypothesis import strategies as st
from markdown_reading import to_html
from spans import check_spans

import tiki2md
from tiki2md import pipeline
from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration import convert_site
from tiki2md.model import Page, Wiki
from tiki2md.nodes import MarkdownCodeNode, walk
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings
from tiki2md.plugins import default_registry
from tiki2md.proof import prove
from tiki2md.readers import options_from_preferences
from tiki2md.transforms.links import LinkTarget
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path

MARK = '{syntax type="markdown"}\n'


def md(text: str, target: str = "gfm", **options: object) -> str:
    return tiki2md.convert(MARK + text, target, options=Options(**options)).removesuffix("\n")  # type: ignore[arg-type]


# What is no Markdown page, and what in one is none of Tiki's business, comes first.


@pytest.mark.parametrize(
    "source",
    [
        "!T",
        '{syntax type="tiki"}\n!T',
        '{syntax type="tiki"} !T',
        '{syntax type="nonsense"}\n!T',
        '{syntax type="markdown"}{syntax type="tiki"}\n!T',
        '!T\n{syntax type="tiki"}',
        "{SYNTAX(type=>tiki)/}\n!T",
    ],
)
def test_a_tiki_page_stays_one(source: str) -> None:
    assert not tiki2md.parse(source).markdown
    assert tiki2md.convert(source).strip() == "# T"


@pytest.mark.parametrize(
    "source",
    [
        '{syntax type="markdown"}\n# T',
        '{syntax type="markdown" editor="plain"} # T',
        "{syntax type=markdown}\r\n# T",
        "{SYNTAX(type=>markdown)/}\n# T",
        '# T\n{syntax type="markdown"}',
        '{syntax type="tiki"}{syntax type="markdown"}\n\n  # T',
        '{syntax type="markdown"}{syntax type="nonsense"} # T',
    ],
)
def test_a_marker_anywhere_makes_a_markdown_page(source: str) -> None:
    assert tiki2md.parse(source).markdown
    assert tiki2md.convert(source).strip() == "# T"


@pytest.mark.parametrize(
    "source",
    [
        '~np~{syntax type="markdown"}~/np~\n!T',
        '{CODE()}{syntax type="markdown"}{CODE}\n!T',
    ],
)
def test_a_marker_that_is_shown_marks_nothing(source: str) -> None:
    assert not tiki2md.parse(source).markdown


def test_a_marker_in_code_of_a_markdown_page_is_code() -> None:
    text = '```\n{syntax type="tiki"}\n```'
    assert md(text) == text


def test_without_the_feature_the_marker_goes_and_the_text_is_tikis() -> None:
    options = Options(markdown_pages=False)
    assert tiki2md.convert(MARK + "!T", options=options) == "# T\n"


@pytest.mark.parametrize(
    ("preferences", "options"),
    [
        ({}, {}),
        ({"feature_wikiwords": "n"}, {"wikiwords": False, "markdown_pages": False}),
        ({"markdown_enabled": "n"}, {"markdown_pages": False}),
        ({"markdown_enabled": "y"}, {"markdown_pages": True}),
    ],
)
def test_the_preference_says_whether_pages_may_be_markdown(
    preferences: dict[str, str], options: dict[str, object]
) -> None:
    assert options_from_preferences(preferences) == options


KEPT = (
    "''a'' ===b=== --c-- -+d+- ^e^ ::f:: -=g=-",
    "||a|b||",
    "!no heading",
    "+ a\n+ b",
    "a %%% b ~hs~ ~169~ -- c",
    "~pre~a~/pre~ {l2r}",
    "[a](http://b.org) ![a](b.png) [![a](b.png)](c)",
    "[a|b](http://c.org)",
    '[a][b] [c][] [d]\n\n[b]: http://x.org "T"\n[c]: <http://x.org>\n[d]: /e',
    "a[^1]\n\n[^1]: the note\n\n    more of it",
    "- [ ] to do\n- [x] done\n* [X] done",
    "<http://x.org> <a@b.org> https://x.org",
    "a < b > c & d &amp; &copy; 1 <2",
    "line<br>next<br/>and<br />last",
    "{.} {#} {.a b} x{.c} {a} {a=} `{.d}`\n\n{.e} f",
    "Title\n=====\n\nother\n---\n\n***",
    "| a | b |\n|---|:-:|\n| c | d |",
    "intro\n\nhead | two\n--- | ---\nc | d",
    "1. a\n2. b\n   - c\n\n     more\n\n> q\n>\n> > r",
    "\\[a|b] \\`no code\\` \\*no\\*",
    "a  \nb\\\nc",
    "`((a))` ``[a|`b]`` `~np~` `{img src=x}`",
    "```\n((a)) ~np~ {CODE()}\n```",
    "~~~ php\n[a|b]\n\n```\n~~~",
    "x\n\n    ((a)) indented\n\n    [b|c]",
    "- a\n\n  ```\n  ((b))\n  ```\n\n      ((c))",
    "> ```\n> ((b))\n> ```\n\n((",
    "```\nunclosed ((a))",
    "~~strike~~ ~one~ __bold__ *i* **b**",
    "@user and {{var}} and %",
)


@pytest.mark.parametrize("text", KEPT)
def test_markdown_is_kept(text: str) -> None:
    assert md(text) == text


@pytest.mark.parametrize("text", [t for t in KEPT if not re.search(r"\||\[\^|CODE", t)])
def test_markdown_is_kept_in_a_body(text: str) -> None:
    assert md(f"{{DIV()}}{text}{{DIV}}") == text


CONVERTED = {
    "((Page)) ((Page|text)) ((Page|#a|*b*))":
        "[Page](page.md) [text](page.md) [*b*](page.md#a)",
    "(alias(Page))": "[Page](page.md)",
    "[http://x.org] [http://x.org|text]": "<http://x.org> [text](http://x.org)",
    "[tiki-index.php?page=A|b]": "[b](tiki-index.php?page=A)",
    "[[x] y": "\\[x] y",
    ":-) (:lol:)": "🙂 😂",
    "~np~*a*~/np~": "\\*a\\*",
    "~np~((a))~/np~ ~np~[a](b)~/np~": "((a)) \\[a](b)",
    "<b>a</b> <!-- c -->": "\\<b>a\\</b> \\<!-- c -->",
    "{SUP()}**12**{SUP}": "<sup>**12**</sup>",
    "see!((Page))": "see\\![Page](page.md)",
    "a\nb": "a\\\nb",
    "- a\n  b\n- c": "- a\\\n  b\n- c",
    "> a\n> b": "> a\\\n> b",
    "a\r\nb\r\n\r\nc": "a\\\nb\n\nc",
    "##$ A\n\n###$ B\n\n## C\n\n##$ D": "## 1.1. A\n\n### 1.1.1. B\n\n## C\n\n## 1.2. D",
    "##+ A\n##- B\n##$+ C": "## A\n## B\n## 1.1. C",
    "a\n\n...page...\n\nb": "a\n\n<!-- ...page... -->\n\nb",
    "a\n{JQ()}x{JQ}\nb": "a\n\nb",
    "a\n{JQ()}x{JQ}\n\nb": "a\n\nb",
    "- {CODE(colors=php)}a\nb{CODE}\n- c": "- ```php\n  a\n  b\n  ```\n\n- c",
    "a {CODE()}b{CODE} c": "a \n\n```\nb\n```\n\nc",
    "a\n{CODE()}b{CODE}\nc": "a\n\n```\nb\n```\n\nc",
    "> {CODE()}b{CODE}\n> c": "> ```\n> b\n> ```\n>\n> c",
    "{BOX()}\n- a\n- b\n{BOX}": "> - a\n> - b",
    "| {CODE()}a|b{CODE} |\n|---|": "| `a\\|b` |\n|---|",
    "{DIV()}```\n((a))\n```{DIV}": "```\n((a))\n```",
    "`{CODE()}` then {CODE()}x{CODE}": "`{CODE()}` then \n\n```\nx\n```",
    "- a^[b]\n- {CODE()}c{CODE}": "- a[^1]\n- ```\n  c\n  ```\n\n[^1]: b",
    "a^[b\nc] d^[e\n\nf] ^[g\n# h]": "a[^1] d^[e\n\nf] ^[g\n# h]\n\n[^1]: b\\\n    c",
    "((P|a^[b))c] d": "[a^\\[b](p.md)c] d",
    "# A {#id .cls}\n\n{.note}\ntext": '# A<a id="id"></a>\n\ntext',
    "a\n{: .note title=\"b c\"}\n\n*d*{.e}, _f_{#g}h": 'a\n\n*d*, _f_<a id="g"></a>h',
    "{#a}\nb\n\n- c {.d}\n- [e](f){.g}": '<a id="a"></a>\nb\n\n- c\n- [e](f)',
    "Term\n: what *it* is": "<dl>\n<dt>Term</dt>\n<dd>\n\nwhat *it* is\n\n</dd>\n</dl>",
    "use ` alone {SUB()}`{SUB}": "use ` alone <sub>`</sub>",
}  # fmt: skip


@pytest.mark.parametrize("text", CONVERTED)
def test_tikis_own_is_converted(text: str) -> None:
    assert md(text) == CONVERTED[text]


@pytest.mark.parametrize("target", ["commonmark", "jekyll", "mkdocs"])
def test_code_that_only_a_full_reader_finds_is_as_typed(target: str) -> None:
    code = "((Page)) <b> [a](b) &lt;"
    written = md(f"> - > ```\n>   > {code} {{SUP()}}2{{SUP}}\n>   > ```", target)
    assert f"{code} 2\n" in written


@pytest.mark.parametrize("target", ["jekyll", "mkdocs", "commonmark", "gfm"])
def test_formats_that_nest_without_end_stay_as_typed(target: str) -> None:
    marks = "*" * 1200
    text = tiki2md.convert(f'{MARK}{marks}"{marks}', target=target)
    assert text.count("*") == 2400


def test_soft_breaks_stay_newlines() -> None:
    assert md("a\nb", line_breaks="soft") == "a\nb"


def test_comments_go_with_a_diagnostic() -> None:
    reporter = Reporter(source=f"{MARK}a~tc~b~/tc~ c")
    assert tiki2md.convert(reporter.source, reporter=reporter) == "a c\n"
    assert [d.code for d in reporter.diagnostics] == [Code.MARKDOWN_COMMENT_DROPPED]


def test_tags_are_alive_on_an_html_page() -> None:
    around = Surroundings(is_html=True)
    text = pipeline.convert_page(f"{MARK}<b>a</b>\n((P))", Options(), around)
    assert text == "<b>a</b>\\\n[P](p.md)\n"


def test_hugo_finds_no_shortcode() -> None:
    text = md("{{< a >}} `{{< b >}}`\n\n- x\n\n  ```go\n  {{% c %}}\n  ```\n\n[x]({{<d)", "hugo")
    assert not re.search(r"\{\{[<%](?!/\*)", text)
    assert "  ```go\n  {{%/* c */%}}\n  ```" in text


class _Site:
    def page(self, name: str, anchor: str, *, word: bool = False) -> LinkTarget | None:
        del anchor, word
        return LinkTarget(f"{name.lower()}.md")

    def url(self, url: str) -> LinkTarget | None:
        return {"Page": LinkTarget("page.md"), "Gone": LinkTarget("")}.get(url)


def test_markdown_links_lead_to_pages() -> None:
    reporter = Reporter()
    text = pipeline.convert_page(
        f"{MARK}[a](Page) [b](Gone) [c](x.png) [d]\n\n[d]: Page",
        Options(),
        Surroundings(resolver=_Site()),
        reporter,
    )
    assert text == "[a](page.md) [b](Gone) [c](x.png) [d]\n\n[d]: page.md\n"
    assert [d.code for d in reporter.diagnostics] == [Code.LINK_MISSING_PAGE]


def test_a_link_of_several_lines_with_a_heading_in_it_is_written() -> None:
    source = f"{MARK}<b>((Page|\n# x\n))</b> y"
    reporter = Reporter()
    around = Surroundings(is_html=True)
    text = pipeline.convert_page(source, Options(target="commonmark"), around, reporter)
    assert text == "<b>\n\n# [x](page.md)\n\ny\n\n</b>\n"
    assert [found.code for found in reporter.diagnostics] == [Code.STYLE_DROPPED]


def test_links_in_the_plugin_lead_to_pages() -> None:
    source = "{MARKDOWN()}[a](Page) `[b](Page)` ![c](x.png) [d]: Page\n\n[d]: Page{MARKDOWN}"
    text = pipeline.convert_page(source, Options(), Surroundings(resolver=_Site()))
    assert text == "[a](page.md) `[b](Page)` ![c](x.png) [d]: Page\n\n[d]: page.md\n"


@pytest.mark.parametrize("target", ["gfm", "mkdocs", "jekyll"])
def test_a_page_of_tikis_syntax_shows_one_in_markdown(tmp_path: Path, target: str) -> None:
    pages = [
        Page(name="A", page_id=1, source="!Head\n* a\n\nx\n{include page=B}\n||c|d||\ny"),
        Page(name="B", page_id=2, source=f"{MARK}## Part\n\n- one ((A))\n  - two\n\n**end**"),
    ]
    wiki, options = Wiki(pages=pages), Options(target=target)
    convert_site(wiki, options, tmp_path)
    (path,) = (path for path in tmp_path.rglob("[aA].md") if "site" not in path.parts)
    text = path.read_text("utf-8")
    between = text.partition("- a\n\nx\n\n")[2].partition("\n\n|")[0]
    assert re.sub(r"(?<=\n) +", "  ", re.sub(r"\]\([^)]*\)", "](…)", between)) == (
        "## Part\n\n- one [A](…)\n  - two\n\n**end**"
    )
    proof = prove(wiki, options, default_registry(), open_folder(tmp_path))
    assert list(proof.all_findings()) == []


PIECES = (
    *FRAGMENTS, "```\n", "~~~\n", "    ", "- ", "> ", "1. ", "| a | b |\n|---|---|\n", "# ", "##$ ",
    "](", ")", "[^1]", "[x]: y\n", "``", "{{<", "\n\n    x\n", "{syntax type=markdown}", "=\n",
)  # fmt: skip
pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(pieces, st.sampled_from(["gfm", "commonmark", "hugo"]))
def test_any_text_converts_and_nothing_is_lost(text: str, target: str) -> None:
    source = MARK + text
    reporter = Reporter(source=source)
    document = pipeline.parse(source, reporter=reporter)
    assert tiki2md.unparse(document) == source
    check_spans(document, source)
    tiki2md.convert(source, target, reporter=reporter)
    codes = {diagnostic.code for diagnostic in reporter.diagnostics}
    assert not codes & {Code.NODE_NOT_RENDERED, Code.PLUGIN_FAILED, Code.INTERNAL_PARSE_ERROR}


@given(pieces.filter(lambda text: not set(text) & {"\0", "\r"}))
def test_code_stays_as_it_is(text: str) -> None:
    source = MARK + text
    if not (document := tiki2md.parse(source)).markdown:
        return
    written = tiki2md.convert(source)
    for node in document.children:
        if isinstance(node, MarkdownCodeNode):
            assert node.full_match.rstrip("\n") in written


PLAIN = (
    "word", "*a*", "**b**", "`c`", "``d`e``", "\n", "\n\n", "```\nx y\n```\n", "\n- ", "\n  - ",
    "\n1. ", "\n> ", "\n## ", "\n    ", "[a](b)", "[^1]", "| a | b |\n|---|---|\n", "\n---\n", "é",
    " ", "\\*", "a_b_c", "\n:", "&amp;", "\n[x]: y\n", "![i](j)", "<br>",
)  # fmt: skip


@given(st.lists(st.sampled_from(PLAIN), max_size=30).map("".join))
def test_markdown_without_tikis_marks_is_the_same_but_for_breaks(text: str) -> None:
    written = md(text)
    kept = re.sub(r"\A(?:[ \t]*\n)+", "", text).strip()
    kept = re.sub(r"\A---(?=\n|\Z)", "***", kept)  # not the rule that begins front matter
    assert (
        re.sub(r"\\\n[ \t]*", "\n", written).strip() == re.sub(r"(?<=\n)[ \t]+", "", kept)
        or written.replace("\\\n", "\n").strip() == kept
    )


@given(st.lists(st.sampled_from(PLAIN), max_size=30).map("".join))
def test_code_is_where_another_reader_sees_it(text: str) -> None:
    """Every line break is one to a reader too, and none of them stands as a backslash."""
    shown = re.sub(r"<(pre|code)>.*?</\1>|<code .*?</code>", "", to_html(md(text)), flags=re.DOTALL)
    assert "\\" not in shown.replace("\\*", "")


@pytest.mark.parametrize(
    "unit",
    ["`", "``a", "[a|b]", "[a", "((", "```\n", "- ", "> ", "a\n", "| a |\n|---|\n", "    a\n",
     "{DIV()}`{DIV}", "{DIV()}", "`{DIV()}", "~np~`", "](a", "[a]:", "<", "# a\n", "\\`", "a`b``"],
)  # fmt: skip
def test_size_changes_nothing(unit: str) -> None:
    source = MARK + unit * (8_000 // len(unit))
    document = tiki2md.parse(source)
    assert tiki2md.unparse(document) == source
    assert sum(1 for _ in walk(document)) > 0
    tiki2md.convert(source)
