"""From tables to all that a wiki holds: one small wiki with a thing of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loading import bytes_of, load, load_with_findings
from sample_exports import LIGHTHOUSE

from tiki2md.diagnostics import Code, Diagnostic
from tiki2md.model import Blob, File, Page, Relation, Route, Version, Wiki
from tiki2md.readers import SourceError
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.history import version_text
from tiki2md.readers.permissions import Permissions
from tiki2md.readers.schema import Tables

if TYPE_CHECKING:
    from pathlib import Path


def read(tmp_path: Path, **values: object) -> tuple[Wiki, list[Diagnostic]]:
    return load_with_findings(LIGHTHOUSE / "wiki.sql", blobs=BlobStore(tmp_path), **values)


@pytest.fixture
def wiki(tmp_path: Path) -> Wiki:
    return read(tmp_path)[0]


def page(wiki: Wiki, name: str) -> Page:
    return next(page for page in (*wiki.pages, *wiki.others) if page.name == name)


def tables(**rows: list[dict[str, str | None]]) -> Tables:
    return Tables(rows=rows)


def test_no_history_unless_it_is_asked_for(wiki: Wiki) -> None:
    assert all(not page.versions for page in wiki.pages)


def test_history(tmp_path: Path) -> None:
    wiki, found = read(tmp_path, history=True)
    home, lamp, log = (page(wiki, name) for name in ("HomePage", "Lamp", "Keeper's log"))
    assert [(v.number, v.user, v.comment, v.modified) for v in home.versions] == [
        (1, "ada", "", 100),
        (2, "ben", "links", 300),
    ]
    assert [version_text(version) for version in home.versions] == ["Soon.", "The ((Lamp))."]
    assert [version_text(version) for version in lamp.versions] == [
        "A <lens>\n",
        "Two lenses",
        lamp.source,
    ]
    assert [version.escaped for version in lamp.versions] == [True, False, False]
    assert [version_text(version) for version in log.versions] == [log.source]
    (left_out,) = (d for d in found if d.code is Code.SOURCE_ROWS_LEFT_OUT)
    assert left_out.message.startswith("1 rows of ")
    assert "tiki_history" in left_out.message


def test_texts_of_versions_may_not_be_there() -> None:
    with pytest.raises(ValueError, match="no text of version 3"):
        version_text(Version(number=3))
    with pytest.raises(SourceError, match="counted"):
        version_text(Version(number=3, text=Blob(path="")))


def test_old_marks_are_taken_out_and_told(tmp_path: Path) -> None:
    wiki, found = read(tmp_path)
    assert page(wiki, "Lamp").source == "Two lenses\nand a (topping(Fog horn)) mirror"
    assert [d.message for d in found] == [
        "page Lamp holds <x>, which an old filter put in texts: 1 taken out"
    ]


def test_what_visitors_could_not_see(wiki: Wiki) -> None:
    assert {page.name: page.hidden for page in wiki.pages if page.hidden} == {
        "Keeper's log": "only Registered may view it (permission on the page)",
        "Fog horn": "only Keepers may view it (permission on the category Private)",
    }
    assert {page.name: page.hidden for page in wiki.others if page.hidden} == {
        "Diary": "it is private",
        "Draft": "it is not published",
        "Tomorrow": "it was not yet published",
        "Yesterday": "it has expired",
        "A poem": "it was submitted and never published",
    }
    assert {number: file.hidden for number, file in wiki.files.items() if file.hidden} == {
        4: "only Keepers may download it (permission on its file gallery)"
    }
    assert {number: file.hidden for number, file in wiki.attachments.items()} == {
        5: "",
        9: "its page is hidden",
    }


def test_what_visitors_may_do(wiki: Wiki) -> None:
    assert wiki.permissions is not None
    assert {"tiki_p_view", "tiki_p_read_blog"} <= wiki.permissions
    assert "tiki_p_admin" not in wiki.permissions
    assert Permissions(tables(users_grouppermissions=[]), {}).of_visitors() == frozenset()
    assert Permissions(tables(), {}).of_visitors() is None


def test_a_site_that_is_not_public_hides_everything() -> None:
    everybody = tables(
        users_grouppermissions=[
            {"groupName": group, "permName": "tiki_p_view"} for group in "GFEDCBA"
        ],
    )
    permissions = Permissions(everybody, {})
    assert permissions.hidden("tiki_p_view", kind="wiki page", name="A") == (
        "only A, B, C, D, E and 2 more groups may view it (permissions of the whole site)"
    )
    nobody = Permissions(tables(users_grouppermissions=[]), {})
    assert nobody.hidden("tiki_p_view", kind="wiki page", name="A") == (
        "only administrators may view it (permissions of the whole site)"
    )


def test_nothing_is_hidden_by_tables_that_are_not_there() -> None:
    assert Permissions(tables(), {}).hidden("tiki_p_view", kind="wiki page", name="A") == ""


@pytest.mark.parametrize("permission", ["tiki_p_view", "tiki_p_admin_wiki", "tiki_p_admin"])
def test_who_administrates_may_view(permission: str) -> None:
    granted = tables(users_grouppermissions=[{"groupName": "Anonymous", "permName": permission}])
    assert Permissions(granted, {}).hidden("tiki_p_view", kind="wiki page", name="A") == ""


def objects(*rules: tuple[str, str, str]) -> list[dict[str, str | None]]:
    return [
        {"groupName": group, "permName": "tiki_p_view", "objectType": kind, "objectId": key}
        for group, kind, key in rules
    ]


PAGE_A = "b5a84c9ba5c0ca0b8f7ed7d0f77a8f3b"  # not the sum of any name here


def test_rules_of_an_object_come_before_those_of_its_categories() -> None:
    category_2 = ("Anonymous", "category", "f03d845e0abf31e72409cf7c5c704a2e")
    log = ("Registered", "wiki page", "3c84799c24f935f66c05aeb6c9d0bbc8")
    export = tables(
        users_grouppermissions=[],
        users_objectpermissions=objects(log, category_2, ("Anonymous", "wiki page", PAGE_A)),
        tiki_objects=[
            {"objectId": "1", "type": "wiki page", "itemId": "Keeper's Log"},
            {"objectId": "2", "type": "wiki page", "itemId": "Stairs"},
        ],
        tiki_category_objects=[
            {"catObjectId": "1", "categId": "2"},
            {"catObjectId": "2", "categId": "2"},
        ],
    )

    def hidden(name: str, preferences: dict[str, str]) -> str:
        return Permissions(export, preferences).hidden("tiki_p_view", kind="wiki page", name=name)

    assert hidden("KEEPER'S log ", {}).endswith("(permission on the wiki page)")
    assert hidden("Stairs", {}) == ""
    assert hidden("Lamp", {}).endswith("(permissions of the whole site)")
    # Categories are off unless a site says so.
    assert hidden("Stairs", {"x": "y"}).endswith("(permissions of the whole site)")
    assert hidden("Stairs", {"feature_categories": "y"}) == ""


def test_comments_are_threads(wiki: Wiki) -> None:
    assert [
        (c.comment_id, c.object_kind, c.object_name, c.parent_id, c.user) for c in wiki.comments
    ] == [
        (1, "wiki page", "Lamp", 0, "ben"),
        (2, "wiki page", "Lamp", 1, "ada"),
        (3, "wiki page", "Lamp", 0, "spam"),
        (4, "wiki page", "keeper's log", 0, "ben"),
        (5, "blog post", "1", 0, "ada"),
        (7, "forum topic", "6", 0, "ada"),
        (8, "forum topic", "6", 7, "ben"),
        (9, "wiki page", "Lamp", 0, "ada"),
    ]
    assert [c.comment_id for c in wiki.comments if not c.approved] == [3]
    assert {c.comment_id: c.hidden for c in wiki.comments if c.hidden} == {
        3: "nobody approved it",
        4: "its page is hidden",
        5: "only Admins may read comments on it (permissions of the whole site)",
        9: "it is in the archive",
    }


def test_people_without_what_is_nobodys_business(wiki: Wiki) -> None:
    assert {user.login: user.real_name for user in wiki.users.values()} == {
        "ada": "Ada Hook",
        "ben": "",
        "gone": "Gus Tide",
    }
    assert "example.org'" not in repr(wiki.users)
    assert "secret" not in repr(wiki)


def test_relations_aliases_routes_and_hotwords(wiki: Wiki) -> None:
    assert len(wiki.relations) == 4
    assert wiki.relations[2] == Relation(name="tiki.link.seealso", source="Lamp", target="Stairs")
    assert page(wiki, "Lamp").aliases == ["Light", "Beacon"]
    assert wiki.routes == [
        Route(pattern="/shop", kind="Direct", target="https://shop.example.org/"),
        Route(pattern="/light", kind="TikiObject", target="wiki page:2"),
        Route(pattern="/t/(.*)", kind="TrackerField", target="2:14"),
        Route(pattern="/broken", kind="Direct", target="https://example.org/"),
    ]
    assert wiki.hotwords == {"Fresnel": "https://example.org/fresnel"}


def test_other_content(wiki: Wiki) -> None:
    assert [(found.kind, found.page_id, found.name, found.section) for found in wiki.others] == [
        ("article", 1, "New glass", "Repairs"),
        ("article", 2, "Draft", "Repairs"),
        ("article", 3, "Tomorrow", "Repairs"),
        ("article", 4, "Yesterday", "Repairs"),
        ("article", 5, "Feast", "Repairs"),
        ("blog post", 1, "Storm", "Weather"),
        ("blog post", 2, "Diary", "Weather"),
        ("faq", 1, "Visits", ""),
        ("forum topic", 6, "Paint", "The yard"),
        ("html page", 0, "plan", ""),
        ("submission", 1, "A poem", ""),
    ]
    assert {found.origin.rpartition(": ")[2] for found in wiki.others} == {
        "tiki_articles",
        "tiki_blog_posts",
        "tiki_comments",
        "tiki_faqs",
        "tiki_html_pages",
        "tiki_submissions",
    }
    glass = page(wiki, "New glass")
    assert glass.source == "It came by boat.\n\n!The boat\nBig."
    assert (glass.creator, glass.description, glass.created) == ("Ada Hook", "at last", 150)
    assert (glass.parent_id, glass.genre) == (1, "News")
    assert glass.source[: glass.heading_length] == "It came by boat."
    storm = page(wiki, "Storm")
    assert storm.parent_id == 7
    assert (storm.tags, storm.categories, storm.is_html) == (["Storm"], [1], False)
    assert page(wiki, "Visits").source == (
        "Before you come\n\n! -10 degrees: open?\n\n__Yes__.\n\n! Is there a lift?\n\nNo."
    )
    assert page(wiki, "plan").is_html


def test_files(wiki: Wiki) -> None:
    assert {n: bytes_of(f.blob) for n, f in wiki.files.items() if f.blob} == {
        1: b"lens, new",
        4: b"oil bill",
        5: b"tower",
        6: b"an old lens",
    }
    assert wiki.files[3].url == "https://example.org/tides"
    assert wiki.galleries[5].kind == "attachments"
    assert wiki.attachments[5].page == "Lamp"
    assert wiki.images[20] is wiki.files[1]
    gull = wiki.images[21]
    assert gull.blob is not None
    assert (gull.name, gull.size, bytes_of(gull.blob)) == ("Gull", 4, b"gull")


def test_an_old_number_of_a_file_means_the_file_where_numbers_change(wiki: Wiki) -> None:
    assert wiki.file(6) is wiki.files[1]
    assert wiki.file(99) is None
    del wiki.preferences["fgal_keep_fileId"]
    assert wiki.file(6) is wiki.files[6]


def test_archives_in_a_circle() -> None:
    files = {1: File(file_id=1, archive_of=2), 2: File(file_id=2, archive_of=1)}
    assert Wiki(files=files, preferences={"fgal_keep_fileId": "n"}).file(1) is files[2]


def test_what_the_export_lacks(wiki: Wiki) -> None:
    assert wiki.lacks is not None
    assert wiki.lacks["structures"] == "tiki_structures"
    assert "history" not in wiki.lacks
    assert "permissions" not in wiki.lacks


def test_page_files_are_not_expected_to_hold_more(tmp_path: Path) -> None:
    (tmp_path / "a.tiki").write_text("x")
    assert load(tmp_path)[0].lacks is None
