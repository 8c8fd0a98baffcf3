"""The index of a site: paths of pages, and what their links lead to."""

from __future__ import annotations

import pytest
from indexed_pages import HUGO, PAGES, make_index

import tiki2md
from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Page, Wiki
from tiki2md.options import Options, with_values
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.site.index_building import build_index
from tiki2md.site.names import candidates, collation_key, decode
from tiki2md.site.resolver import resolver_for


def page_url(name: str, anchor: str = "") -> str | None:
    target = resolver_for(make_index(), PAGES[0]).page(name, anchor)
    return None if target is None else target.url


def url(link: str, options: Options = HUGO) -> str | None:
    target = resolver_for(make_index(options), PAGES[0]).url(link)
    return None if target is None else target.url


def test_each_page_has_a_path() -> None:
    assert [entry.path for entry in make_index().entries] == [
        "content/_index.md",
        "content/été-à-la-mer.md",
        "content/c-firmware.md",
        "content/tools-iron.md",
        "content/news-july-2023.md",
        "content/other.md",
        "content/100-compost.md",
        "content/what-is-a-fern.md",
    ]


def test_paths_of_plain_markdown() -> None:
    assert make_index(Options(target="gfm")).entries[0].path == "homepage.md"


def test_paths_do_not_depend_on_the_order_of_the_export() -> None:
    paths = {entry.page.name: entry.path for entry in make_index().entries}
    backwards = make_index(pages=PAGES[::-1])
    assert {entry.page.name: entry.path for entry in backwards.entries} == paths


def test_collisions_are_reported() -> None:
    pages = [Page(name=name, page_id=i, source="") for i, name in enumerate(["A b", "A-b"], 1)]
    reporter = Reporter()
    build_index(Wiki(pages=pages), HUGO, reporter)
    (finding,) = reporter.diagnostics
    assert (finding.code, finding.page) == (Code.PATH_COLLISION, "A-b")
    assert "content/a-b-2.md" in finding.message


def test_home_page_is_what_the_preferences_say() -> None:
    wiki = Wiki(pages=list(PAGES), preferences={"wikiHomePage": "other"})
    index = build_index(wiki, HUGO)
    assert index.home is not None
    assert index.home.page.name == "Other"
    assert index.entry_of(PAGES[0]).path == "content/homepage.md"


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("HomePage", "_index.md"),
        ("homepage  ", "_index.md"),
        ("ete a la MER", "%C3%A9t%C3%A9-%C3%A0-la-mer.md"),
        ("Firmware", "c-firmware.md"),
        ("old news", "news-july-2023.md"),
        ("Ete-a-la-mer", "%C3%A9t%C3%A9-%C3%A0-la-mer.md"),
        ("Nowhere", None),
        ("", None),
    ],
)
def test_wiki_links(name: str, target: str | None) -> None:
    assert page_url(name) == target


def test_anchors() -> None:
    assert page_url("Été à la mer", "Foo_bar_").endswith(".md#foo-bar")
    assert page_url("Été à la mer", "#Foo_bar__2").endswith(".md#foo-bar-1")
    assert page_url("Other", "whatever") == "other.md#whatever", "nobody knows its places"
    assert page_url("HomePage", "Welcome") == "#welcome"
    assert url("#Welcome") == "#welcome"
    assert url("#top") == "#top"
    assert page_url("Été à la mer", "top") == page_url("Été à la mer")


def test_places_that_are_not_there() -> None:
    resolver = resolver_for(make_index(), PAGES[0])
    target = resolver.page("Été à la mer", "#nowhere")
    assert target is not None
    assert target.url == page_url("Été à la mer"), "it leads to the page"
    assert (target.finding, target.anchor) == (Code.LINK_MISSING_ANCHOR, "nowhere")
    for here in (resolver.url("#nowhere"), resolver.page("HomePage", "nowhere")):
        assert here is not None
        assert here.url == "", "a link to the page itself leads nowhere"
        assert (here.finding, here.anchor) == (Code.LINK_MISSING_ANCHOR, "nowhere")


def test_title_is_told_where_it_differs() -> None:
    index = make_index(with_values(HUGO, {"strip_title_dates": True}))
    resolver = resolver_for(index, PAGES[0])
    target = resolver.page("News - July 2023", "")
    assert target is not None
    assert (target.url, target.title) == ("news.md", "News")
    other = resolver.page("Other", "")
    assert other is not None
    assert other.title == ""


def test_a_name_is_first_looked_for_in_the_namespace_of_the_page() -> None:
    names = ["Moss:_:Home", "Moss:_:Care", "Care", "Fern:_:Care", "Fern:_:Home"]
    pages = [Page(name=name, page_id=at, source="") for at, name in enumerate(names, 1)]

    def leads_to(name: str, page: Page, separator: str) -> str:
        options = with_values(HUGO, {"namespace_separator": separator})
        target = resolver_for(make_index(options, pages), page).page(name, "")
        return target.url if target else ""

    assert leads_to("Care", pages[0], ":_:") == "moss-care.md"
    assert leads_to("Care", pages[2], ":_:") == "care.md"
    assert leads_to("Care", pages[4], ":_:") == "fern-care.md"
    assert leads_to("Moss:_:Care", pages[4], ":_:") == "moss-care.md"
    assert leads_to("Care", pages[0], "") == "care.md"


@pytest.mark.parametrize(
    ("word", "page"),
    [
        ("RockRoses", "RockRose"),
        ("ShrubBerries", "ShrubBerry"),
        ("SeedBoxes", "SeedBox"),
        ("BeeHives", ""),
    ],
)
def test_a_wikiword_in_the_plural_leads_to_its_singular(word: str, page: str) -> None:
    names = ["RockRose", "ShrubBerry", "SeedBox"]
    pages = [Page(name=name, page_id=at, source="") for at, name in enumerate(names, 1)]
    around = Surroundings(resolver=resolver_for(make_index(HUGO, pages), pages[0]))
    expected = f"see [{word}]({page.lower()}.md)\n" if page else f"see {word}\n"
    options = Options(wikiwords=True)
    assert convert_page(f"see {word}", options, around) == expected
    # A link in parentheses means what it says.
    assert convert_page(f"see (({word}))", options, around) == f"see {word}\n"
    index = make_index(with_values(HUGO, {"wiki_plurals": False}), pages)
    around = Surroundings(resolver=resolver_for(index, pages[0]))
    assert convert_page(f"see {word}", options, around) == f"see {word}\n"


def test_shared_alias_is_reported() -> None:
    source = "see ((Shared))"
    reporter = Reporter(source=source)
    around = Surroundings(resolver=resolver_for(make_index(), PAGES[0]))
    convert_page(source, Options(), around, reporter)
    (finding,) = reporter.diagnostics
    assert (finding.code, finding.line, finding.column) == (Code.LINK_AMBIGUOUS, 1, 5)
    assert "News - July 2023, Other" in finding.message


def test_links_to_the_old_site_are_reported() -> None:
    options = Options(missing_links="link", site_url="https://old.example/")
    reporter = Reporter(source="((Gone))")
    around = Surroundings(resolver=resolver_for(make_index(options), PAGES[0]))
    written = convert_page("((Gone))", options, around, reporter)
    assert written == "[Gone](https://old.example/tiki-index.php?page=Gone)\n"
    assert [finding.code for finding in reporter.diagnostics] == [Code.LINK_OLD_SITE]


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("tiki-index.php?page=Other", "other.md"),
        ("/tiki-index.php?page=other&pagenum=2#x", "other.md#x"),
        ("tiki-index.php?page=C%2B%2B+firmware", "c-firmware.md"),
        ("tiki-index.php?page=%C3%89t%C3%A9-%C3%A0-la-mer", "%C3%A9t%C3%A9-%C3%A0-la-mer.md"),
        ("tiki-index.php?page=%C9t%C9", ""),
        ("tiki-index.php?page_id=4", "tools-iron.md"),
        ("tiki-index.php?page_id=99", ""),
        ("tiki-index.php?page=Nowhere", ""),
        ("tiki-index.php", "_index.md"),
        ("tiki-editpage.php?page=Other", "other.md"),
        ("tiki-page.php?pageName=Other", "other.md"),
        ("tiki-view_forum.php?forumId=1", None),
        ("Other", "other.md"),
        ("./Other", "other.md"),
        ("/Tools/Iron", "tools-iron.md"),
        ("wiki-Other", "other.md"),
        ("C%2B%2B+firmware", "c-firmware.md"),
        ("Other.png", None),
        ("img/x", "img/x"),
        ("https://elsewhere.example/tiki-index.php?page=Other", None),
        ("https://elsewhere.example/Other", None),
        ("mailto:other@example.org", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_addresses_of_the_old_wiki_lead_to_pages(link: str, target: str | None) -> None:
    assert url(link) == target


def test_own_address() -> None:
    options = with_values(HUGO, {"site_url": "https://www.garden.example/wiki/"})
    assert url("http://garden.example/wiki/tiki-index.php?page=Other", options) == "other.md"
    assert url("//garden.example/wiki/Other", options) == "other.md"
    assert url("https://garden.example/wiki", options) == "_index.md"
    assert url("/wiki/Other", options) == "other.md"
    assert url("https://garden.example/blog/Other", options) is None
    assert url("ftp://garden.example/wiki/Other", options) is None


@pytest.mark.parametrize(
    "root",
    [
        "https://garden.example/",
        "http://garden.example",
        "https://www.garden.example/",
        "https://GARDEN.example:443/",
        "http://garden.example:80/",
    ],
)
@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("https://garden.example/tiki-index.php?page=Other", "other.md"),
        ("http://garden.example/tiki-index.php?page=other#x", "other.md#x"),
        ("http://www.Garden.Example/tiki-index.php?page_id=4", "tools-iron.md"),
        ("HTTPS://garden.example:443/tiki-print.php?page=Other", "other.md"),
        ("http://garden.example:80/tiki-editpage.php?page=Other", "other.md"),
        ("//garden.example/Other", "other.md"),
        ("https://garden.example/Tools/Iron", "tools-iron.md"),
        ("https://garden.example/wiki-Other", "other.md"),
        ("https://garden.example/C%2B%2B+firmware", "c-firmware.md"),
        ("https://garden.example", "_index.md"),
        ("https://garden.example./", "_index.md"),
        ("https://garden.example/tiki-index.php", "_index.md"),
        ("https://garden.example/tiki-index.php?page=Nowhere", ""),
        ("https://garden.example/tiki-view_forum.php?forumId=1", None),
        ("https://garden.example:8080/Other", None),
        ("http://garden.example:443/Other", None),
        ("https://garden.example:x/Other", None),
        ("https://shop.garden.example/Other", None),
        ("https://garden.example.org/Other", None),
        ("https:///Other", None),
        ("ftp://garden.example/Other", None),
    ],
)
def test_absolute_links_to_the_own_address(root: str, link: str, target: str | None) -> None:
    assert url(link, with_values(HUGO, {"site_url": root})) == target


def test_the_port_of_the_own_address_counts() -> None:
    options = with_values(HUGO, {"site_url": "http://garden.example:8080/wiki/"})
    assert url("https://www.garden.example:8080/wiki/Other", options) == "other.md"
    assert url("http://garden.example/wiki/Other", options) is None
    assert url("http://garden.example:8081/wiki/Other", options) is None
    assert url("/wiki/Other", options) == "other.md"


def test_an_address_that_was_typed_as_it_is_leads_to_its_page() -> None:
    options = Options(site_url="https://garden.example/")
    around = Surroundings(resolver=resolver_for(make_index(options), PAGES[0]))
    address = "https://garden.example/Other"
    assert convert_page(address, options, around) == f"[{address}](other.md)\n"
    nowhere = "https://garden.example/tiki-index.php?page=Nowhere"
    assert convert_page(nowhere, options, around) == f"<{nowhere}>\n"


def test_names_are_compared_as_the_database_of_a_wiki_does() -> None:
    assert collation_key("ÉTÉ ") == collation_key("ete")
    assert collation_key("a") != collation_key("b")
    assert decode("a+b%C3%A9%E9") == "a bÃ©é"
    assert decode("%E9t%E9") == "été"
    assert candidates("a-b_c") == ["a-b_c", "a b_c", "a-b c"]


def test_other_wikis() -> None:
    resolver = resolver_for(make_index(), PAGES[0])
    target = resolver.page("Wikipedia:Drosera capensis", "#Habitat")
    assert target is not None
    assert target.url == "https://wp.example/wiki/Drosera%20capensis#Habitat"
    assert target.title == "Drosera capensis"
    assert resolver.page("wikipedia:a:b", "") is None
    assert resolver.page("other:a", "") is None


def test_links_of_html_pages_are_addresses() -> None:
    # Hugo resolves files in Markdown links only, not in the HTML of such a page.
    page, home = Page(name="H", source="", is_html=True), Page(name="HomePage", source="")
    index = make_index(pages=[home, page, PAGES[1]])
    resolver = resolver_for(index, page)
    links = [resolver.page(name, "") for name in ("HomePage", "Été à la mer", "H")]
    assert [link and link.url for link in links] == [
        "../",
        "../%C3%A9t%C3%A9-%C3%A0-la-mer/",
        "./",
    ]
    plain = resolver_for(make_index(Options(), [home, page]), page).page("HomePage", "")
    assert plain is not None
    assert plain.url == "homepage.md"


@pytest.mark.parametrize("name", ["A", "\ud800"])
def test_halves_of_characters_in_links(name: str) -> None:
    assert "%3F" in tiki2md.convert(f"(({name}|#\ud800|x))")
    options = Options(missing_links="link", site_url="https://w.example")
    index = build_index(Wiki(pages=[Page(name="P", source="")]), options)
    target = resolver_for(index, index.entries[0].page).page("\ud800", "")
    assert target is not None
    assert target.url == "https://w.example/tiki-index.php?page=%3F"
