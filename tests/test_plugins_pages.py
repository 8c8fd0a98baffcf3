"""Lists of pages: which ones are in them, in what order, and what is said of each."""

from __future__ import annotations

import re

import pytest
from wiki_pages import links_in_lists, page_of, shown, wiki_of

from tiki2md.diagnostics import Code
from tiki2md.model import Category, Page

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
    assert links_in_lists(text) == expected
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
    assert links_in_lists(text) == ["Home", "Fern", "Oak", "Élm"]
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
