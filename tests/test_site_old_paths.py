"""Old paths, at which a site leads on: those of a page, and none that hides another."""

from __future__ import annotations

import pytest
from indexed_pages import HUGO, make_index

from tiki2md.model import Page, Wiki
from tiki2md.options import PRESETS, Options, with_values
from tiki2md.site.index_building import build_index
from tiki2md.site.redirects import old_paths


def test_old_paths() -> None:
    index = make_index()
    found = {entry.page.name: old_paths(index, entry) for entry in index.entries}
    assert found == {
        "HomePage": ["/HomePage"],
        "Été à la mer": ["/Été-à-la-mer", "/Été+à+la+mer"],
        "C++ firmware": ["/C++-firmware", "/C+++firmware", "/Firmware"],
        "Tools/Iron": ["/Tools/Iron"],
        "News - July 2023": ["/News+-+July+2023", "/Old-News", "/Old+News"],
        "Other": ["/Other"],
        "100% Compost": ["/100%-Compost", "/100%+Compost"],
        "What is a fern?": ["/What-is-a-fern?", "/What+is+a+fern?"],
    }


def test_old_paths_of_the_classic_preset() -> None:
    index = make_index(with_values(Options(), PRESETS["classic"]))
    assert old_paths(index, index.entries[1]) == [
        "/%C3%89t%C3%A9+%C3%A0+la+mer",
        "/tiki-index.php?page_id=2",
    ]
    index = build_index(
        Wiki(pages=[Page(name="a~b", source="")]), with_values(Options(), PRESETS["classic"])
    )
    assert old_paths(index, index.entries[0]) == ["/a%7Eb"]


def test_the_address_of_a_page_is_no_old_path() -> None:
    pages = [
        Page(name="moss", page_id=1, source=""),
        Page(name="Moss!", page_id=2, source=""),
        Page(name="blogpost9", page_id=3, source=""),
    ]
    posts = [Page(name="Ferns", page_id=9, kind="blog post", source="")]
    wiki = Wiki(pages=pages, others=posts)
    classic = build_index(wiki, with_values(Options(), PRESETS["classic"]))
    assert {entry.stem: old_paths(classic, entry) for entry in classic.entries} == {
        "moss": ["/tiki-index.php?page_id=1"],
        "moss-2": ["/Moss%21", "/tiki-index.php?page_id=2"],
        "blogpost9": ["/tiki-index.php?page_id=3"],
        "blog/ferns": [],
    }


def test_no_old_paths() -> None:
    index = make_index(with_values(HUGO, {"old_urls": "none"}))
    assert old_paths(index, index.entries[0]) == []


@pytest.mark.parametrize("name", ["../x", "a//b", "/", "..", "a\0b", "a\\b", "a/"])
def test_hostile_names_have_no_old_path(name: str) -> None:
    index = make_index(pages=[Page(name=name, source="", slug=name)])
    assert old_paths(index, index.entries[0]) == []


@pytest.mark.parametrize(
    ("names", "are_paths"),
    [
        (["_redirects", "_Headers/x", "_routes.json", "_worker.js"], False),
        ([".git", "a/.git/b", "GITMOD~1", "x/git~2"], False),
        (["\u00e9" * 128, "a/" + "b" * 256], False),  # in UTF-8 longer than a name of a file
        (["x/_redirects", "_redirects2", ".gitx", "\u00e9" * 127, "b" * 255, "x~1"], True),
    ],
)
def test_what_no_server_or_repository_can_hold_is_no_old_path(
    names: list[str], *, are_paths: bool
) -> None:
    index = make_index(pages=[Page(name=name, source="", slug=name) for name in names])
    for entry in index.entries:
        paths = [f"/{entry.page.name.replace(' ', '+')}"]
        assert old_paths(index, entry) == (paths if are_paths else [])


def test_old_path_never_hides_a_page() -> None:
    pages = [
        Page(name="a b", page_id=1, slug="a-b", source=""),
        Page(name="X", page_id=2, source="", aliases=["a-b", "A B"]),
    ]
    index = make_index(pages=pages)
    assert old_paths(index, index.entries[1]) == ["/X"]


def test_an_old_path_is_that_of_the_page_that_tiki_showed_there() -> None:
    pages = [
        Page(name="A B", page_id=1, slug="A-B", source=""),
        Page(name="A-B", page_id=2, slug="A-B-2", source=""),
        Page(name="moss", page_id=3, slug="moss", source=""),
        Page(name="Why?", page_id=4, slug="Why%3F", source=""),
    ]
    index = make_index(pages=pages)
    assert [old_paths(index, entry) for entry in index.entries] == [
        ["/A-B", "/A+B"],
        ["/A-B-2"],
        [],  # where it is now
        ["/Why?"],
    ]
