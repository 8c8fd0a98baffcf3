"""Pages made of pages: what is included, that nothing hidden is, and that it ends."""

from __future__ import annotations

import pytest
from wiki_pages import page_of, shown, wiki_of

from tiki2md.diagnostics import Code
from tiki2md.model import Page
from tiki2md.plugins.composition import between
from tiki2md.plugins.inclusions import MAX_OPEN

TREES = Page(name="Trees", source="{maketoc}\n!Oaks\nbig __oaks__\n!Elms\nold elms\n!End\nbye")


def test_include() -> None:
    text, codes = shown("before\n{include page=trees}\nafter", TREES)
    assert "# Oaks\n\nbig **oaks**" in text
    assert text.startswith("before")
    assert text.endswith("after\n")
    assert "maketoc" not in text
    assert "Table of contents" not in text
    assert codes == [Code.PLUGIN_SNAPSHOT]


@pytest.mark.parametrize(
    ("start", "stop", "expected"),
    [
        ("", "", "a\nX\nb\nY\nc\n X \nd\nY\ne"),
        ("X", "", "b\nY\nc\n X \nd\nY\ne"),
        ("", "Y", "a\nX\nb"),
        ("X", "Y", "b\nd"),
        ("X", "Z", "b\nY\nc\n X \nd\nY\ne"),
        ("Z", "", ""),
        ("Z", "Y", ""),
        ("x", "", ""),
    ],
)
def test_between_markers(start: str, stop: str, expected: str) -> None:
    assert between("a\nX\nb\nY\nc\n X \nd\nY\ne", start, stop) == expected


def test_include_between_markers() -> None:
    text, codes = shown('{include page="Trees" start="!Elms" stop="!End"}', TREES)
    assert text == "old elms\n"
    text, codes = shown('{include page="Trees" start="!Ash"}', TREES)
    assert codes == [Code.INCLUDE_CAPPED, Code.PLUGIN_SNAPSHOT]
    assert text == ""


def test_include_links_to_the_original() -> None:
    call = '{include page="Trees" start="!Elms" linkoriginal="y" linkoriginal_text="All"}'
    assert shown(call, TREES)[0].endswith("[All](trees.md)\n")
    whole = shown('{include page="Trees" linkoriginal="y"}', TREES)[0]
    assert whole.endswith("[Read more](trees.md)\n")
    assert "Read more" not in shown('{include page="Trees" linkoriginal="n"}', TREES)[0]


def test_include_of_a_missing_page() -> None:
    text, codes = shown('{include page="Nowhere" nopage_text="nothing __here__"}')
    assert "nothing **here**" in text
    assert '<!-- {include page="Nowhere"' in text
    assert codes == [Code.PLUGIN_PAGE_MISSING]


def test_include_of_a_hidden_page() -> None:
    wiki = wiki_of(
        Page(name="Home", source='a {include page="Secret" pagedenied_text="denied"} b'),
        Page(name="Secret", source="password"),
    )
    text, codes = page_of(wiki, hidden=("Secret",))
    assert text == "a denied b\n"
    assert codes == [Code.INCLUDE_CAPPED]


def test_include_of_an_html_page() -> None:
    page = Page(name="Rich", source="<p>a <b>b</b> ((Home))</p>", is_html=True)
    assert shown("{include page=Rich}", page)[0] == "a **b** [Home](home.md)\n"


def test_include_is_cut() -> None:
    assert shown('{include page="Trees" max_chars_included="15"}', TREES)[0] == "# Oaks…\n"


@pytest.mark.parametrize(
    "sources",
    [
        {"Home": "x {include page=Home} y"},
        {"Home": "x {include page=B} y", "B": "b {include page=B} c"},
        {"Home": "x {include page=B} y", "B": "b {include page=Home} c"},
        {"Home": "x {include page=B} y", "B": "{QUOTE()}{include page=B}{QUOTE}"},
    ],
)
def test_includes_in_a_circle_end(sources: dict[str, str]) -> None:
    text, codes = page_of(wiki_of(*(Page(name=n, source=s) for n, s in sources.items())))
    assert codes.count(Code.INCLUDE_CAPPED) == 1
    assert Code.NESTING_CAPPED not in codes
    assert text.count("x") == 1


def test_a_page_may_include_a_part_of_itself() -> None:
    source = 'x {include page=Home start="AA" stop="BB"} y\nAA\npart\nBB'
    text, codes = shown(source)
    assert text.count("part") == 2
    assert codes == [Code.PLUGIN_SNAPSHOT]


def test_includes_end_at_some_depth() -> None:
    chain = [Page(name=f"P{n}", source=f"p{n} {{include page=P{n + 1}}}") for n in range(20)]
    text, codes = page_of(wiki_of(*chain))
    assert [f"p{n}" in text for n in range(9)] == [n <= MAX_OPEN for n in range(9)]
    assert codes.count(Code.INCLUDE_CAPPED) == 1


def test_a_page_is_included_five_times() -> None:
    b = Page(name="B", source="bee")
    text, codes = shown("{include page=B}\n\n" * 7, b)
    assert text.count("bee") == 5
    assert codes.count(Code.INCLUDE_CAPPED) == 2
    assert shown("{include page=B max_inclusions=2}\n\n" * 7, b)[0].count("bee") == 2


def test_few_pages_make_no_endless_one() -> None:
    call = "{{include page=P{} max_inclusions=999999}}\n" * 40
    pages = [
        Page(name=f"P{n}", source=f"{'x' * 200}\n{call.format(*[n + 1] * 40)}") for n in (0, 1)
    ]
    pages += [Page(name="P2", source=f"{'y' * 2000}\n" + call.format(*[3] * 40))]
    pages += [Page(name="P3", source="z" * 2000)]
    text, codes = page_of(wiki_of(*pages))
    assert len(text) < 1_500_000
    assert Code.INCLUDE_CAPPED in codes


def test_transclude() -> None:
    template = Page(name="Card", source="!%%%title%%%\n%%%text%%%%%%none%%% by __%%%who%%%__")
    call = '{TRANSCLUDE(page="Card" title="Fern" who="Rosa")}wet{TRANSCLUDE}'
    assert shown(call, template)[0] == "# Fern\n\nwet by **Rosa**\n"


def test_redirect() -> None:
    text, codes = shown('{REDIRECT(page="Trees")/}', TREES)
    assert text == "Redirected to [Trees](trees.md)\n"
    assert codes == [Code.PLUGIN_APPROXIMATED]
