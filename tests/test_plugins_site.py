"""Plugins that need the wiki around the page, on small wikis made by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from wiki_pages import page_of

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Category, File, Gallery, Page, Place, Wiki
from tiki2md.options import Options
from tiki2md.plugins.composition import between
from tiki2md.plugins.inclusions import MAX_OPEN
from tiki2md.readers.merge import merge_into
from tiki2md.site.data import WikiData
from tiki2md.site.index_building import build_index

OPTIONS = Options(target="gfm")
DAY = 86_400


def wiki_of(*pages: Page, **values: object) -> Wiki:
    numbered = [
        replace(page, page_id=number, created=number * DAY, modified=(100 - number) * DAY)
        for number, page in enumerate(pages, 1)
    ]
    return replace(Wiki(pages=numbered), **values)


def shown(source: str, *others: Page, **values: object) -> tuple[str, list[Code]]:
    """What a page of that source becomes among others."""
    return page_of(wiki_of(Page(name="Home", source=source), *others, **values))


def names(markdown: str) -> list[str]:
    """The texts of the links in list items."""
    return re.findall(r"^ *- (?:[\d.]+ )?\[(.*?)\]", markdown, re.MULTILINE)


# Pages made of pages.

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


# Structures.

PLACES = {
    place.place_id: place
    for place in (
        Place(place_id=1, page="Home", label="book"),
        Place(place_id=2, page="B", label="bee", parent_id=1, position=2),
        Place(place_id=3, page="A", parent_id=1, position=1),
        Place(place_id=4, page="C", parent_id=2, position=1),
        Place(place_id=5, page="A", label="again", parent_id=4, position=1),
        Place(place_id=6, page="A", parent_id=7),  # a broken tree: each below the other
        Place(place_id=7, page="C", parent_id=6),
    )
}
ABC = (
    Page(name="A", source="a", description="first\r\npage"),
    Page(name="B", source="{toc}"),
    Page(name="C", source=""),
)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("{toc}", "- [A](a.md)\n- [bee](b.md)\n  - [C](c.md)\n    - [again](a.md)\n"),
        ("{toc maxdepth=1 shownum=1}", "- 1 [A](a.md)\n- 2 [bee](b.md)\n"),
        ("{toc order=desc maxdepth=1}", "- [bee](b.md)\n- [A](a.md)\n"),
        ("{toc structId=2 shownum=1}", "- 1 [C](c.md)\n  - 1.1 [again](a.md)\n"),
        (
            "{toc order=desc sortalpha=alpha maxdepth=1 shownum=1}",
            "- 1 [bee](b.md)\n- 2 [A](a.md)\n",
        ),
        ("{toc pagename=B showdesc=1}", "- [C](c.md)\n  - first page: [again](a.md)\n"),
        ("{toc pagename=B type=fancy}", "- [C](c.md)\n  - [again](a.md): first page\n"),
        ("{toc mindepth=0 maxdepth=1}", "- [A](a.md)\n- [bee](b.md)\n"),
        ("{toc mindepth=1 shownum=1}", "- 2.1 [C](c.md)\n  - 2.1.1 [again](a.md)\n"),
        ("{toc mindepth=1 maxdepth=1}", "- [C](c.md)\n"),
        ("{toc mindepth=3}", ""),
        ("{toc structId=9}", ""),
        ("{toc structId=6}", "- [C](c.md)\n"),
    ],
)
def test_contents_of_structures(call: str, expected: str) -> None:
    text, codes = shown(call, *ABC, places=PLACES)
    assert text == f"<!-- {call} -->\n" + (f"\n{expected}" if expected else "")
    assert codes == [Code.PLUGIN_SNAPSHOT]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("showNameOnly=y structHead=y showPageAlias=y", "[book](home.md)"),
        ("showNameOnly=y structHead=y", "[Home](home.md)"),
        ("showNameOnly=y showPageAlias=y", "[Home](home.md)"),
        ("structHead=y showPageAlias=y", "[Home](home.md)"),
    ],
)
def test_names_of_structures_in_lists(arguments: str, expected: str) -> None:
    text, _ = shown(f"{{LISTPAGES({arguments})/}}", *ABC, places=PLACES)
    assert f"- {expected}" in text


MAY = frozenset({"tiki_p_view", "tiki_p_edit"})


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("{PERM(perms=tiki_p_edit)}yes{ELSE}no{PERM}", "yes\n"),
        ("{PERM(perms=tiki_p_admin|tiki_p_edit)}yes{ELSE}no{PERM}", "yes\n"),
        ("{PERM(perms=tiki_p_admin)}yes{ELSE}no{PERM}", "no\n"),
        ("{PERM(notperms=tiki_p_edit)}yes{ELSE}no{PERM}", "no\n"),
        ("{PERM(perms=tiki_p_read_article)}yes{ELSE}no{PERM}", "no\n"),
        ("{PREF(feature_blogs=y)}yes{ELSE}no{PREF}", "yes\n"),
        ("{PREF(feature_blogs=n)}yes{ELSE}no{PREF}", "no\n"),
        ("{PREF(feature_blogs=n)}yes{PREF}", ""),
        ("{PREF(feature_blogs=y language=fr)}yes{ELSE}no{PREF}", "no\n"),
        ("{PREF(feature_blogs=y feature_faqs=y)}yes{ELSE}no{PREF}", "yes\n"),
    ],
)
def test_conditions_that_the_export_can_tell(call: str, expected: str) -> None:
    preferences = {"feature_blogs": "y", "language": "en"}
    text, codes = shown(call, preferences=preferences, permissions=MAY)
    assert text == expected
    assert codes == [Code.PLUGIN_BRANCH]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("perms=tiki_p_view object=A type='wiki page'", "yes\n"),
        ("perms=tiki_p_view object=B type='wiki page'", "no\n"),
        ("notperms=tiki_p_view object=B type='wiki page'", "yes\n"),
        ("perms=tiki_p_view object=B type='wiki page' global=1", "yes\n"),
        ("perms=tiki_p_view object=Nowhere type='wiki page'", "no\n"),
        ("perms=tiki_p_view object=7 type=tracker", "no\n"),
        ("perms=tiki_p_view object=B", "yes\n"),
    ],
)
def test_permissions_on_an_object(arguments: str, expected: str) -> None:
    source = f"{{PERM({arguments})}}yes{{ELSE}}no{{PERM}}"
    wiki = wiki_of(Page(name="Home", source=source), *ABC, permissions=MAY)
    text, codes = page_of(wiki, hidden=("B",))
    assert text == expected
    assert codes == [Code.PLUGIN_BRANCH]


def test_a_hidden_page_is_in_no_list() -> None:
    wiki = wiki_of(Page(name="Home", source="{toc}\n\n{listpages}"), *ABC, places=PLACES)
    text, _ = page_of(wiki, hidden=("B",))
    assert names(text) == ["A", "A", "C", "Home"]


# Lists.

CATEGORIES = {
    1: Category(category_id=1, name="Garden"),
    2: Category(category_id=2, name="Ferns", parent_id=1),
    3: Category(category_id=3, name="Trees", parent_id=9),
    9: Category(category_id=9, name="Loop", parent_id=3),
}
PAGES = (
    Page(name="Élm", source="((Home)) ((oak|x))", categories=[1, 3], tags=["tall", "Old Tree"]),
    Page(name="Fern", source="((Nowhere))", categories=[2], tags=["wet"], language="fr", hits=9),
    Page(name="Oak", source="((home))", categories=[3], tags=["Tall"], hits=5, description="hard"),
    Page(name="Zinnia", source="{DIV()}((Oak)){DIV} ((Oak)) ((Nowhere))", aliases=["Zin"]),
)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("{CATEGORY(id=1)/}", ["Élm", "Fern"]),
        ("{CATEGORY(id=1 sub=n)/}", ["Élm"]),
        ("{CATEGORY(id=3 sort=name_desc)/}", ["Oak", "Élm"]),
        ('{CATEGORY(id="1+3")/}', ["Élm", "Fern", "Élm", "Oak"]),
        ('{CATEGORY(id="1+3" split=n)/}', ["Élm", "Fern", "Oak"]),
        ('{CATEGORY(id="1+3" and=y)/}', ["Élm"]),
        ("{CATEGORY(id=3 maxRecords=1)/}", ["Élm"]),
        ("{CATEGORY(id=77)/}", []),
        ("{CATEGORY(id=3 sub=y)/}", ["Élm", "Oak"]),
        ("{LISTPAGES()/}", ["Élm", "Fern", "Home", "Oak", "Zinnia"]),
        ("{LISTPAGES(find=e)/}", ["Élm", "Fern", "Home"]),
        ('{SHOWPAGES(find="oa lm")/}', ["Élm", "Oak"]),
        ("{LISTPAGES(find=elm exact_match=y)/}", ["Élm"]),
        ('{LISTPAGES(find="m el")/}', ["Élm"]),
        ('{LISTPAGES(find="oa el" for_list_pages=n)/}', ["Élm", "Oak"]),
        ("{LISTPAGES(initial=O)/}", ["Oak"]),
        ("{LISTPAGES(lang=fr)/}", ["Fern"]),
        ("{LISTPAGES(categId=3)/}", ["Élm", "Oak"]),
        ("{LISTPAGES(categId=1:2)/}", ["Élm", "Fern"]),
        ("{LISTPAGES(categId=1+3)/}", ["Élm"]),
        ("{LISTPAGES(categId=3-1)/}", ["Oak"]),
        ("{LISTPAGES(max=2 offset=1)/}", ["Fern", "Home"]),
        ("{LISTPAGES(sort=hits_desc max=2)/}", ["Fern", "Oak"]),
        ("{LISTPAGES(sort=created_desc max=1)/}", ["Zinnia"]),
        ("{LISTPAGES(sort=lastModif_desc max=1)/}", ["Home"]),
        ("{LISTPAGES(includetag=tall)/}", ["Élm", "Oak"]),
        ('{LISTPAGES(includetag="wet;old tree")/}', ["Élm", "Fern"]),
        ('{LISTPAGES(excludetag="wet;old tree")/}', ["Home", "Oak", "Zinnia"]),
        ("{LISTPAGES(excludetag=tall exclude_pages=home|fern)/}", ["Zinnia"]),
        ("{LISTPAGES(only_orphan_pages=y)/}", ["Élm", "Fern", "Zinnia"]),
        ("{LISTPAGES(translationOrphan=en|fr)/}", ["Élm", "Fern", "Home", "Oak", "Zinnia"]),
        ("{LISTPAGES(translationOrphan=fr)/}", ["Élm", "Home", "Zinnia"]),
        ("{FREETAGGED(tags=tall)/}", ["Oak", "Élm"]),
        ("{FREETAGGED(tags='tall \"old tree\"')/}", ["Élm"]),
        ("{FREETAGGED(tags='tall wet' broaden=y sort_mode=name_asc)/}", ["Élm", "Fern", "Oak"]),
        ("{titlesearch search=n}", ["Zinnia", "Fern"]),
        ("{titlesearch search=n exclude=Fern noheader=1}", ["Zinnia"]),
        ("{SHOWPAGES(find=o)/}", ["Home", "Oak"]),
        ("{BACKLINKS(page=oak)/}", ["Élm", "Zinnia"]),
        ("{BACKLINKS(page=Oak exclude=Zinnia)/}", ["Élm"]),
        ("{BACKLINKS()/}", ["Élm", "Oak"]),
        ("{BACKLINKS(page=Oak include_self=1 noheader=1)/}", ["Élm", "Oak", "Zinnia"]),
        ("{CATORPHANS()/}", ["Home", "Zinnia"]),
        ("{module module=last_modif_pages max=2 notitle=y}", ["Home", "Élm"]),
        ("{module module=top_pages max=2}", ["Fern", "Oak"]),
        ("{module module=last_modif_pages rows=1 nobox=y}", ["Home"]),
    ],
)
def test_lists(call: str, expected: list[str]) -> None:
    translations = [["Fern", "Oak"]]
    text, codes = shown(call, *PAGES, categories=CATEGORIES, translations=translations)
    assert text.startswith("<!-- {")
    assert names(text) == expected
    if call.startswith(("{CATEGORY", "{FREETAGGED")):  # files and the like may be there, too
        assert codes.pop(0) == Code.PLUGIN_APPROXIMATED
    assert codes == [Code.PLUGIN_SNAPSHOT]


@pytest.mark.parametrize("call", ["{TITLESEARCH(search=oak {})/}", "{BACKLINKS(page=Oak {})/}"])
def test_columns_are_told(call: str) -> None:
    plain, codes = shown(call.replace("{})", ")"), *PAGES)
    for info in ("", "|"):
        assert shown(call.replace("{}", f"info='{info}'"), *PAGES)[1] == codes
    text, codes = shown(call.replace("{}", "info='hits|user'"), *PAGES)
    assert text.split("-->")[1] == plain.split("-->")[1]
    assert codes == [Code.PLUGIN_APPROXIMATED, Code.PLUGIN_SNAPSHOT]


def test_lists_tell_what_they_are() -> None:
    calls = (
        "{CATEGORY(id=2)/}",
        "{titlesearch search=oak}",
        "{BACKLINKS(page=Oak)/}",
        "{BACKLINKS(page=Fern)/}",
    )
    text, _ = shown("\n\n".join(calls), *PAGES, categories=CATEGORIES)
    assert "Category: Ferns\n" in text
    assert "One page found for title search '**oak**'\n" in text
    assert "2 pages link to [Oak](oak.md)\n" in text
    assert "No pages link to [Fern](fern.md)\n" in text


def test_descriptions() -> None:
    assert "- [Oak](oak.md): hard\n" in shown("{listpages initial=o}", *PAGES)[0]
    assert "- [Oak](oak.md)\n" in shown("{listpages initial=o showNameOnly=y}", *PAGES)[0]
    assert "- [Oak](oak.md): hard\n" in shown("{SHOWPAGES(find=oak)/}", *PAGES)[0]
    assert "- [Oak](oak.md)\n" in shown("{SHOWPAGES(find=oak display=name)/}", *PAGES)[0]
    described = shown("{SHOWPAGES(find='oak elm' display=desc)/}", *PAGES)[0]
    assert described.endswith("- [Élm](%C3%A9lm.md)\n- [hard](oak.md)\n")


def test_a_page_of_its_own_category_and_tags() -> None:
    wiki = wiki_of(
        Page(
            name="Home",
            source="{category}\n\n{freetagged}\n\n{catpath divider=/ top=y}",
            tags=["TALL"],
        ),
        *PAGES,
        categories=CATEGORIES,
    )
    wiki.pages[0].categories = [2]
    text, codes = page_of(wiki)
    assert names(text) == ["Home", "Fern", "Oak", "Élm"]
    assert "TOP / Garden / Ferns" in text
    # Files and the like may have that category, too.
    assert codes == [Code.PLUGIN_APPROXIMATED] + [Code.PLUGIN_SNAPSHOT] * 3


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", ["Nowhere|F", "Nowhere|Z", "other:X|Z"]),
        ("skipext=1", ["Nowhere|F", "Nowhere|Z"]),
        ("ignore=Z*+nobody", ["Nowhere|F"]),
        ('ignore="nobody;f*" splitby=";"', ["Nowhere|Z", "other:X|Z"]),
        ("table=co", ["Nowhere|F, Z", "other:X|Z"]),
        ("table=br", ["Nowhere|F<br>Z", "other:X|Z"]),
        ("collect=to", ["F|Nowhere", "Z|Nowhere", "Z|other:X"]),
        ("collect=to table=co", ["F|Nowhere", "Z|Nowhere, other:X"]),
    ],
)
def test_wanted_pages(arguments: str, expected: list[str]) -> None:
    pages = [Page(name="F", source="((Nowhere))"), Page(name="Z", source="((Nowhere)) ((other:X))")]
    text, _ = shown(f"{{WANTEDPAGES({arguments})}}{{WANTEDPAGES}}", *pages)
    rows = [line.strip("| ").replace(" | ", "|") for line in text.splitlines() if "|" in line]
    names = {"[F](f.md)": "F", "[Z](z.md)": "Z"}
    found = [re.sub(r"\[\w\]\(\w\.md\)", lambda link: names[link[0]], row) for row in rows]
    heads = ["Wanted Page", "Referenced By Page"]
    assert found[0] == "|".join(heads[::-1] if "to" in arguments else heads)
    assert found[2:] == expected


@pytest.mark.parametrize("argument", ["length=9", "start=x", "end=x"])
def test_excerpts_of_listed_pages_are_reported(argument: str) -> None:
    assert Code.PLUGIN_APPROXIMATED in shown(f"{{listpages {argument}}}", *PAGES)[1]
    names_only = f"{{listpages showNameOnly=y {argument}}}"
    assert Code.PLUGIN_APPROXIMATED not in shown(names_only, *PAGES)[1]


def test_levels_of_wanted_pages_are_reported() -> None:
    call = "{WANTEDPAGES(level=strict)}{WANTEDPAGES}"
    assert Code.PLUGIN_APPROXIMATED in shown(call, *PAGES)[1]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("{lastmod}", "1970-04-10 00:00"),
        ("{lastmod page=Oak format=short_date}", "1970-04-07"),
        ("{lastmod page=Nowhere}", ""),
    ],
)
def test_last_modified(call: str, expected: str) -> None:
    text, codes = shown(f"on {call}.", *PAGES)
    assert expected in text
    assert codes == [Code.PLUGIN_SNAPSHOT if expected else Code.PLUGIN_KEPT]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("{objecthits}", ""),
        ("{OBJECTHITS(object=Fern days=7)/}", ""),
        ("{OBJECTHITS(object=Fern since='last week')/}", ""),
        ("{OBJECTHITS(object='3?Fern' type=article)/}", ""),
        ("{OBJECTHITS(object=Nowhere)/}", ""),
        ("{OBJECTHITS(object=Oak)/}", "5"),
        ("{OBJECTHITS(object=fern type=wiki days=0)/}", "9"),
    ],
)
def test_visits(call: str, expected: str) -> None:
    text, codes = shown(f"seen {call} times", *PAGES)
    assert text.replace("--> ", "-->").split("-->")[1] == f"{expected} times\n".lstrip()
    kept = [Code.PLUGIN_KEPT]
    assert codes == ([Code.PLUGIN_APPROXIMATED, Code.PLUGIN_SNAPSHOT] if expected else kept)


@pytest.mark.parametrize(
    "call",
    [
        "{CATEGORY(id=1 types=fgal)/}",
        "{category}",
        "{LISTPAGES(translations=n)/}",
        "{FREETAGGED(tags=a type=file)/}",
        "{freetagged}",
        "{titlesearch}",
        "{BACKLINKS(page=Nowhere)/}",
        "{CATORPHANS(objects=forum)/}",
        "{MODULE(module=calendar)/}",
    ],
)
def test_what_the_export_cannot_tell_is_kept(call: str) -> None:
    text, codes = shown(call)
    assert text.startswith("<!-- {")
    assert text.count("\n") == 1
    assert codes == [Code.PLUGIN_KEPT]


def test_back_links_are_computed_once() -> None:
    wiki = wiki_of(Page(name="Home", source="((A))"), *ABC)
    asked: list[str] = []

    def links_of(page: Page) -> list[str]:
        asked.append(page.name)
        return ["A"]

    site = WikiData(wiki, build_index(wiki, OPTIONS), links_of)
    assert not asked
    assert [page.name for page in site.links_to("A")] == ["Home", "A", "B", "C"]
    assert site.links_to("B") == ()
    assert len(asked) == 4


def test_of_two_wikis_the_structure_of_the_first_stays() -> None:
    first = wiki_of(Page(name="A", source=""), places={1: PLACES[1]})
    second = wiki_of(Page(name="B", source=""), places=PLACES, translations=[["A", "B"]])
    merge_into(first, second, Reporter())
    assert first.places == {1: PLACES[1]}
    assert first.translations == [["A", "B"]]
    empty = Wiki()
    merge_into(empty, second, Reporter())
    assert empty.places == PLACES


# Files.

FILES = {
    1: File(file_id=1, name="The lamp", filename="lamp.png", description="Brass", gallery_id=7),
    2: File(file_id=2, filename="map.pdf", gallery_id=7, created=5),
    3: File(file_id=3, name="Old map", gallery_id=7, archive_of=2),
}
GALLERIES = {
    5: Gallery(gallery_id=5, parent_id=-1),
    6: Gallery(gallery_id=6, parent_id=5),
    7: Gallery(gallery_id=7, parent_id=6),
}
ATTACHED = {
    n: File(file_id=n, name=f"{n}.csv", filename=f"{n}.csv", description="table", page="Home")
    for n in (4, 5)
}


def test_a_picture_of_a_gallery_is_each_of_its_pictures() -> None:
    files = {n: File(file_id=n, gallery_id=7, created=n, media_type="image/png") for n in (1, 2)}
    files[3] = File(file_id=3, gallery_id=7, media_type="text/csv")
    text, codes = shown("{IMG(fgalId=7 alt=x)/}", files=files)
    pictures = [f"![x](tiki-download_file.php?fileId={n}&display)" for n in (2, 1)]
    assert text == "<!-- {IMG(fgalId=7 alt=x)/} -->\n\n" + "".join(pictures) + "\n"
    assert codes[0] == Code.PLUGIN_SNAPSHOT
    assert shown("{IMG(fgalId=8)/}", files=files)[1] == [Code.PLUGIN_KEPT]


def test_a_film_that_a_file_stands_for() -> None:
    urls = ("https://vimeo.com/12", "", "https://vimeo.com/34")
    files = {n: File(file_id=n, url=url) for n, url in enumerate(urls, 1)}
    text, codes = shown("{VIMEO(fileId=1,2|3)/}", files=files)
    assert text == "[Vimeo](https://vimeo.com/12)[Vimeo](https://vimeo.com/34)\n"
    assert codes == []
    assert shown("{VIMEO(fileId=2)/}", files=files)[1] == [Code.PLUGIN_KEPT]


LAMP = "![{}](tiki-download_file.php?fileId=1&display{})"
MAP = "![](tiki-download_file.php?fileId=2&display)"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("{COLORBOX(fgalId=7)/}", [MAP + LAMP.format("", ' "Brass"')]),
        (
            "{COLORBOX(fgalId=7 sort_mode=name_desc showtitle=y showfilename=y)/}",
            [
                LAMP.format("", ' "The lamp, lamp.png, Brass"')
                + '![](tiki-download_file.php?fileId=2&display "map.pdf")'
            ],
        ),
        ("{CAROUSEL(fgalId=7)/}", [MAP, LAMP.format("Brass", "") + "\\\n**The lamp**\\\nBrass"]),
        (
            "{GALLERIFFIC(fgalId=7 sort_mode=fileId_asc)/}",
            [LAMP.format("Brass", "") + "\\\n**The lamp**\\\nBrass", MAP],
        ),
        ("{SWIPER(fgalId=7)}title:Pier{SWIPER}", [LAMP.format("Brass", ""), MAP, "**Pier**"]),
    ],
)
def test_galleries(call: str, expected: list[str]) -> None:
    text, codes = shown(call, files=FILES)
    assert text.split("\n\n", 1)[1] == "\n\n".join(expected) + "\n"
    assert codes[:1] == [Code.PLUGIN_SNAPSHOT]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("{FILE(fileId=1)/}", "[The lamp](tiki-download_file.php?fileId=1)"),
        ("{FILE(fileId=2)/}", "[map.pdf](tiki-download_file.php?fileId=2)"),
        ("{FILE(fileId=1)}text{FILE}", "[text](tiki-download_file.php?fileId=1)"),
        ("{objectlink type=file id=1}", "[The lamp](tiki-download_file.php?fileId=1)"),
        ("{FILE(name=4.csv)/}", "[4.csv](tiki-download_wiki_attachment.php?attId=4)"),
        ("{ATTACH(id=5)/}", "[5.csv](tiki-download_wiki_attachment.php?attId=5)"),
        ("{ATTACH(num=2)/}", "[5.csv](tiki-download_wiki_attachment.php?attId=5)"),
        ("{ATTACH(id=5 showdesc=1)/}", "[table](tiki-download_wiki_attachment.php?attId=5)"),
        ("{FILE(name=4.csv showdesc=1)/}", "[table](tiki-download_wiki_attachment.php?attId=4)"),
        (
            "{ATTACH(showdesc=1)/}",
            "- [4.csv](tiki-download_wiki_attachment.php?attId=4): table\n- ",
        ),
        ("{FILES(galleryId=7)/}", "- [map.pdf](tiki-download_file.php?fileId=2)\n- [The lamp]"),
        ("{FILES(galleryId=5)/}", "- [map.pdf](tiki-download_file.php?fileId=2)\n- [The lamp]"),
        ("{FILES(galleryId=7 sort=created_desc max=1)/}", "- [map.pdf]"),
        ("{FILES(fileId=1:2)/}", "- [The lamp]"),
        ("{img fileId=1}", "![Brass](tiki-download_file.php?fileId=1&display)"),
        ("{img fileId=1 alt=x}", "![x]("),
        ("{img fileId=1 desc=namedesc}", "\nThe lamp - Brass"),
        (
            "{img fileId=1 alt=name title=desc}",
            '![name](tiki-download_file.php?fileId=1&display "Brass")',
        ),
        ('{img fileId="1,2" desc=name}', "The lamp\n\n![]("),
        ("{img fileId=2}", "![]("),
    ],
)
def test_files(call: str, expected: str) -> None:
    text, codes = shown(f"x\n{call}", files=FILES, attachments=ATTACHED, galleries=GALLERIES)
    assert expected in text
    assert Code.PLUGIN_KEPT not in codes
    assert "Old map" not in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("galleryId=5 recursive=n", Code.PLUGIN_APPROXIMATED),
        ("galleryId=7 creator=ann", Code.PLUGIN_KEPT),
        ("galleryId=7 categId=1", Code.PLUGIN_KEPT),
    ],
)
def test_files_that_are_not_meant(arguments: str, code: Code) -> None:
    text, codes = shown(f"{{FILES({arguments})/}}", files=FILES, galleries=GALLERIES)
    assert text == f"<!-- {{FILES({arguments})/}} -->\n"
    assert codes[0] == code


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("{OBJECTLINK(type=article id=3)/}", "[Moss](articles/moss.md)\n"),
        ("{OBJECTLINK(type='blog post' id=3)/}", ""),
        ("{OBJECTLINK(type=article id=4)/}", ""),
        ("{OBJECTLINK(type=forum id=3)/}", ""),
    ],
)
def test_links_to_objects(call: str, expected: str) -> None:
    article = Page(name="Moss", source="", kind="article", page_id=3)
    text, codes = shown(call, others=[article])
    assert text == (expected or f"<!-- {call} -->\n")
    assert codes == ([] if expected else [Code.PLUGIN_KEPT])


def test_translation() -> None:
    pages = (Page(name="Eng", source="", language="en"), Page(name="Fra", source="", language="fr"))
    call = '{translationof orig_page="Eng" translation_lang="fr"}'
    assert shown(call, *pages, translations=[["Eng", "Fra"]])[0] == "[Fra](fra.md)\n"
    assert shown(call, *pages)[0] == "[Eng](eng.md)\n"
