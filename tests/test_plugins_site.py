"""Plugins that ask what else the wiki is: its structures, permissions, preferences, objects."""

from __future__ import annotations

import pytest
from wiki_pages import links_in_lists, page_of, shown, wiki_of

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Page, Place, Wiki
from tiki2md.options import Options
from tiki2md.readers.merge import merge_into
from tiki2md.site.data import WikiData
from tiki2md.site.index_building import build_index

OPTIONS = Options(target="gfm")
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
    assert links_in_lists(text) == ["A", "A", "C", "Home"]


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
