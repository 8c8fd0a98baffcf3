"""The map of old URLs: what led where, in Tiki's order, without loops."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_servers import told

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Blob, Category, File, Page, Place, Route, Wiki
from tiki2md.options import Options
from tiki2md.site.hosts import HOSTS, json_file
from tiki2md.site.index_building import build_index
from tiki2md.site.layout import Layout, layout_of
from tiki2md.site.old_urls import Redirect, base_path, new_urls, problems, redirect_map
from tiki2md.site.terms import hugo_term

if TYPE_CHECKING:
    from collections.abc import Sequence


def wiki_of(*pages: Page, **more: object) -> Wiki:
    return Wiki(pages=list(pages), **more)


def page(name: str, number: int, **more: object) -> Page:
    return Page(name=name, page_id=number, source="", **more)


def made(
    wiki: Wiki, target: str = "hugo", site_url: str = "", copied: Sequence[str] = ()
) -> tuple[dict[str, str], Reporter]:
    """Old URLs as text to new ones; the map is checked on the way."""
    reporter = Reporter()
    index = build_index(wiki, Options(target=target, site_url=site_url))
    redirects = redirect_map(wiki, index, reporter, copied)
    assert list(problems(redirects, new_urls(index, copied))) == []
    found = {}
    for redirect in redirects:
        query = "&".join(f"{name}={value}" for name, value in redirect.query)
        for path in redirect.paths:
            found[f"{path}?{query}" if query else path] = redirect.target
    return found, reporter


def test_a_page_has_many_urls() -> None:
    found, _ = made(wiki_of(page("HomePage", 1), page("Crab soup", 7, slug="Crab-soup")))
    soup = {url for url, target in found.items() if target == "/crab-soup/"}
    assert soup >= {
        "/Crab-soup",
        "/Crab soup",
        "/Crab_soup",
        "/wiki-Crab soup",
        "/page-Crab-soup",
        "/show:Crab soup",
        "/tiki-index.php?page=Crab soup",
        "/tiki-index.php?page=Crab_soup",
        "/tiki-print.php?page=Crab-soup",
        "/tiki-index.php?page_id=7",
    }
    assert found["/tiki-index.php"] == "/"
    assert "/" not in found


def test_the_new_site_answers_its_own_addresses() -> None:
    found, reporter = made(
        wiki_of(page("HomePage", 1), page("soup", 2), page("Old", 3, aliases=["SOUP!", "x y"]))
    )
    assert "/soup" not in found
    assert found["/wiki-soup"] == "/soup/"
    assert reporter.diagnostics == []


def test_an_address_of_the_new_site_is_not_led_away() -> None:
    # "Soup!" is written to /soup/, which was the address of the page "soup" before.
    pages = page("Soup!", 1), page("soup", 2)
    found, reporter = made(wiki_of(*pages))
    assert found["/Soup!"] == "/soup/"
    assert "/soup" not in found
    assert found["/tiki-index.php?page=soup"] == "/soup-2/"
    assert [d.code for d in reporter.diagnostics] == [Code.REDIRECT_TAKEN]
    assert "/soup does not lead to /soup-2/" in reporter.diagnostics[0].message


def test_slug_comes_before_name_and_name_before_alias() -> None:
    pages = (
        page("a-b", 1, slug="a-b-2"),
        page("a b", 2, slug="a-b"),
        page("X", 3, slug="X", aliases=["a b", "Mine"]),
    )
    found, _ = made(wiki_of(*pages))
    assert found["/tiki-index.php?page=a-b"] == "/a-b-2/"
    assert found["/tiki-index.php?page=a b"] == "/a-b-2/"
    assert found["/tiki-index.php?page=a-b-2"] == "/a-b/"
    assert found["/tiki-index.php?page=Mine"] == "/x/"


def test_an_alias_of_two_pages_led_nowhere() -> None:
    found, _ = made(wiki_of(page("A", 1, aliases=["S"]), page("B", 2, aliases=["S"])))
    assert "/S" not in found
    assert "/tiki-index.php?page=S" not in found


def test_a_page_that_only_led_on_keeps_its_urls() -> None:
    wiki = wiki_of(page("New", 1), page("Gone away", 2))
    index = build_index(wiki, Options(target="hugo"), redirects={"Gone away": "New"})
    found = {
        (redirect.paths[0], redirect.query): redirect.target
        for redirect in redirect_map(wiki, index)
    }
    assert found[("/Gone away", ())] == "/new/"
    assert found[("/tiki-index.php", (("page_id", "2"),))] == "/new/"


def test_a_post_with_the_name_of_a_page_that_leads_on_stays_where_it_is() -> None:
    wiki = wiki_of(page("New", 1), page("News", 2))
    wiki.others.append(page("News", 7, kind="article"))
    reporter = Reporter()
    index = build_index(wiki, Options(target="hugo"), reporter, redirects={"News": "New"})
    assert [finding.code for finding in reporter.diagnostics] == [Code.PAGE_REDIRECTS]
    new, news = index.entries
    assert [(former.kind, former.page_id) for former in new.former] == [("wiki page", 2)]
    assert news.page.kind == "article"
    assert index.find_id(7) is None


def test_hostile_names_have_no_path() -> None:
    for name in ("../x", "a//b", "/", "..", "a\0b", "a\\b", "a/", "x.PHP", "robots.txt"):
        found, _ = made(wiki_of(page("HomePage", 1), page(name, 2)))
        assert f"/{name}" not in found, name
    found, _ = made(wiki_of(page("HomePage", 1), page("login", 2), page("half \ud800", 3)))
    assert "/login" not in found
    assert found["/wiki-login"] == "/login/"
    assert not any("half" in url for url in found)


def test_the_base_is_that_of_the_old_wiki() -> None:
    wiki = wiki_of(page("HomePage", 1), page("soup", 2))
    found, _ = made(wiki, site_url="https://old.example/our%20wiki/")
    assert found["/our wiki/soup"] == "/soup/"
    assert found["/our wiki"] == found["/our wiki/"] == "/"
    assert base_path("") == base_path("https://old.example") == "/"


def test_a_target_without_a_home_of_its_own() -> None:
    found, _ = made(wiki_of(page("HomePage", 1)), target="gfm")
    assert found["/"] == found["/tiki-index.php"] == "/homepage.md"


def test_places_in_structures() -> None:
    places = {5: Place(place_id=5, page="A"), 6: Place(place_id=6, page="No such page")}
    found, _ = made(wiki_of(page("A", 1), places=places))
    assert found["/tiki-index.php?page_ref_id=5"] == "/a/"
    assert "/tiki-index.php?page_ref_id=6" not in found


def test_files_lead_where_they_go() -> None:
    def file(number: int, name: str, **more: object) -> File:
        return File(file_id=number, filename=name, **more)

    blob = Blob(path="/somewhere", size=1)
    remote = "https://elsewhere.example/x"
    files = {
        3: file(3, "A plän.pdf", gallery_id=2, blob=blob),
        4: file(4, "lost.pdf"),
        5: file(5, "far.pdf", url=remote),
    }
    attachments = {3: file(3, "x.txt", page="A", blob=blob)}
    pictures = {
        ("article", 3): file(3, "hull.png", blob=blob),
        ("article", 4): file(4, "hull.png", blob=blob),
        ("submission", 4): file(4, "poem.png"),
        ("topic", 3): file(3, "slip.png", blob=replace(blob, path="/else")),
    }
    wiki = wiki_of(
        page("A", 1),
        files=files,
        attachments=attachments,
        images={7: files[3]},
        forum_attachments={3: file(3, "lines.txt", post=1, blob=blob)},
        article_images=pictures,
        item_attachments={3: file(3, "bill.txt", blob=replace(blob, path="/bill"))},
        blog_images={3: file(3, "launch.png", blob=replace(blob, path="/launch"))},
    )
    names = ("A-plän.pdf", "x.txt", "lines.txt", "hull.png", "hull-2.png", "slip.png")
    names = (*names, "bill.txt", "launch.png")
    found, _ = made(wiki, copied=[f"static/files/{name}" for name in names])
    plan = "/files/A-pl%C3%A4n.pdf"
    assert found["/tiki-download_file.php?fileId=3"] == plan
    assert found["/tiki-download_file.php?galleryId=2&name=A plän.pdf"] == plan
    for url in ("/dl3", "/display3", "/thumbnail3", "/preview3", "/img7", "/show_image.php?id=7"):
        assert found[url] == plan
    assert found["/tiki-download_wiki_attachment.php?attId=3"] == "/files/x.txt"
    assert (found["/dl4"], found["/dl5"]) == ("", remote)
    assert found["/tiki-download_forum_attachment.php?attId=3"] == "/files/lines.txt"
    assert found["/tiki-download_item_attachment.php?attId=3"] == "/files/bill.txt"
    assert found["/tiki-view_blog_post_image.php?imgId=3"] == "/files/launch.png"
    for url in ("article_image.php?image_type=article&id=3", "article_image.php?id=3"):
        assert found[f"/{url}"] == "/files/hull.png"
    for url in ("article_image.php?image_type=topic&id=3", "topic_image.php?id=3"):
        assert found[f"/{url}"] == "/files/slip.png"
    # The picture of a submission is not there; nobody shall get that of an article instead.
    assert found["/article_image.php?image_type=submission&id=4"] == ""
    assert found["/article_image.php?image_type=article&id=4"] == "/files/hull-2.png"
    assert "/article_image.php?id=4" not in found
    # What is not copied leads nowhere.
    assert made(wiki)[0]["/dl3"] == ""


def test_lists_of_categories_and_tags() -> None:
    categories = {
        1: Category(category_id=1, name="Boats & more"),
        2: Category(category_id=2, name="Empty"),
    }
    wiki = wiki_of(page("A", 1, categories=[1, 9], tags=["two words"]), categories=categories)
    found, _ = made(wiki)
    assert found["/tiki-browse_categories.php?parentId=1"] == "/categories/boats--more/"
    assert found["/cat1"] == "/categories/boats--more/"
    assert found["/cat2"] == ""
    assert found['/tiki-browse_freetags.php?tag="two words"'] == "/tags/two-words/"
    assert "/categories" not in found
    assert {made(wiki, target="gfm")[0][f"/cat{n}"] for n in (1, 2)} == {""}


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("Two Words", "two-words"),
        ("x & y", "x--y"),
        ("100% Pure", "100-pure"),
        ("%41x", "%41x"),
        ("C#", "c#"),
        ("/A//B c/", "a/b-c"),
        ("İstanbul", "istanbul"),
        ("Été: (là)", "été-là"),
        ("?!", ""),
        ("..", ""),
    ],
)
def test_terms_are_what_hugo_makes_of_names(name: str, term: str) -> None:
    assert hugo_term(name) == term


def test_a_term_is_encoded_once() -> None:
    layout = layout_of("hugo")
    assert layout.term_url("tags", "%41 é?") == "/tags/%2541-%C3%A9/"
    assert layout.term_url("tags", "?") == ""
    assert Layout().term_url("tags", "x") == ""


def test_pages_of_other_kinds() -> None:
    wiki = wiki_of(page("A", 1), page("News", 4, kind="article"), page("P", 0, kind="html page"))
    found, _ = made(wiki)
    assert found["/tiki-read_article.php?articleId=4"] == "/news/"
    assert found["/article4"] == found["/art4"] == "/news/"
    assert found["/tiki-page.php?pageName=P"] == "/p/"
    assert "/News" not in found
    assert "/tiki-index.php?page_id=4" not in found


ROUTES = [
    (Route(pattern="short", target="tiki-index.php?page=A"), "/a/"),
    (Route(pattern="|^cut$|", target="https://wiki.example/A?x=y"), "/a/"),
    (Route(pattern="out", target="https://elsewhere.example/x"), "https://elsewhere.example/x"),
    (Route(pattern="via", target="/short"), "/a/"),
    (Route(pattern="early", target="/late"), "/a/"),
    (Route(pattern="late", target="/via"), "/a/"),
    (Route(pattern="object", kind="TikiObject", target="wiki page:1"), "/a/"),
    (Route(pattern="named", kind="TikiObject", target="wiki page:A"), "/a/"),
    (Route(pattern="loop", target="pool"), None),
    (Route(pattern="pool", target="loop"), None),
    (Route(pattern="whirl", target="pool"), None),
    (Route(pattern="lost", target="tiki-index.php?page=Nowhere"), None),
    (Route(pattern="code", target="javascript:alert(1)"), None),
    (Route(pattern="|^n(\\d+)|", kind="TrackerField", target="1"), None),
    (Route(pattern="x", kind="TikiObject", target="user:7"), None),
    (Route(pattern="break", target="https://x.example/ { }\n"), None),
    (Route(pattern="bad", target="http://[x"), None),
]


def test_routes_of_the_site() -> None:
    wiki = wiki_of(page("A", 1), routes=[route for route, _ in ROUTES])
    found, reporter = made(wiki, site_url="https://wiki.example/")
    ends = {route.pattern: end for route, end in ROUTES if end}
    assert {p: found.get(f"/{p.strip('|^$')}") for p in ends} == ends
    reported = [d.message for d in reporter.diagnostics if d.code is Code.REDIRECT_ROUTE]
    assert len(reported) == sum(end is None for _, end in ROUTES)


def test_a_wrong_map_is_found_out() -> None:
    wrong = [
        Redirect(paths=("/a",), target="/b"),
        Redirect(paths=("/A",), target="/b"),
        Redirect(paths=("/b",), target="/nowhere"),
        Redirect(paths=("/c",)),
        Redirect(paths=("/d",), target="https://elsewhere.example/"),
    ]
    assert list(problems(wrong, {"/b"})) == [
        "/A is there twice",
        "/a leads to /b, which is an old address too",
        "/A leads to /b, which is an old address too",
        "/b leads to /nowhere, which does not exist",
    ]


names = st.one_of(
    st.text(min_size=1, max_size=12),
    st.text(alphabet="aA b-_+%/?.é", min_size=1, max_size=5),
    st.sampled_from(["HomePage", "categories", "tags", "cat1", "dl1", "a", "A", "a b", "a-b"]),
)


@given(
    st.lists(st.tuples(names, names, names), max_size=6),
    st.sampled_from(["hugo", "gfm"]),
    st.sampled_from(["", "https://old.example/a/", "/b"]),
)
def test_no_names_make_a_wrong_map(
    rows: list[tuple[str, str, str]], target: str, site_url: str
) -> None:
    pages = [
        page(name, number, slug=slug, aliases=[alias], categories=[1], tags=[alias])
        for number, (name, slug, alias) in enumerate(
            {name: (name, slug, alias) for name, slug, alias in rows}.values(), 1
        )
    ]
    wiki = wiki_of(
        *pages,
        categories={1: Category(category_id=1, name=rows[0][0] if rows else "x")},
        files={1: File(file_id=1, name="a")},
        routes=[Route(pattern=alias, target=name) for name, _, alias in rows],
    )
    made(wiki, target, site_url)
    options = Options(target=target, site_url=site_url, redirect_hosts=tuple(HOSTS))
    index = build_index(wiki, options)
    redirects = redirect_map(wiki, index)
    texts = told(redirects, index)
    assert {"redirects/nginx-maps.conf", "redirects/apache-map.txt"} < set(texts)
    assert json.loads("".join(json_file.pieces(redirects)))["version"] == 1
