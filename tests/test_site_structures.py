"""Structures: trees from whatever a table holds, and folders from trees."""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Page, Place, Wiki
from tiki2md.options import Options
from tiki2md.site.arrangement import MAX_PATH
from tiki2md.site.index_building import build_index
from tiki2md.site.resolver import resolver_for
from tiki2md.site.structures import DEEPEST, Node, structures, walked

if TYPE_CHECKING:
    from tiki2md.site.index import SiteIndex

PLACES = [
    Place(place_id=1, page="Garden", label="The garden"),
    Place(place_id=2, page="Ferns", parent_id=1, position=2),
    Place(place_id=3, page="Moss", parent_id=1, position=1, label="All moss"),
    Place(place_id=4, page="Tree fern", parent_id=2, position=1),
    Place(place_id=5, page="Shop"),
    Place(place_id=6, page="Tree fern", parent_id=5, position=1),
    Place(place_id=7, page="Garden", parent_id=5, position=2),
]
NAMES = ("Garden", "Ferns", "Moss", "Tree fern", "Shop", "Alone")


def site(
    target: str,
    places: list[Place] = PLACES,
    names: tuple[str, ...] = NAMES,
    reporter: Reporter | None = None,
    folders: str = "auto",
) -> SiteIndex:
    pages = [Page(name=name, page_id=number, source="") for number, name in enumerate(names, 1)]
    wiki = Wiki(pages=pages, places={place.place_id: place for place in places})
    return build_index(wiki, Options(target=target, folders=folders), reporter)


def paths(index: SiteIndex) -> dict[str, str]:
    return {entry.page.name: entry.path for entry in index.entries}


def drawn(trees: list[Node]) -> list[object]:
    return [[node.place.page, *drawn(node.children)] for node in trees]


def test_places_are_trees_in_their_order() -> None:
    trees = structures({place.place_id: place for place in PLACES}, lambda _: True)
    assert drawn(trees) == [
        ["Garden", ["Moss"], ["Ferns", ["Tree fern"]]],
        ["Shop", ["Tree fern"], ["Garden"]],
    ]
    assert [(above and above.place.page, number) for above, number, _ in walked(trees)] == [
        *((None, 1), ("Garden", 1), ("Garden", 2), ("Ferns", 1)),
        *((None, 2), ("Shop", 1), ("Shop", 2)),
    ]


def test_what_lies_below_a_page_that_is_not_there_takes_its_place() -> None:
    known = {"Moss", "Tree fern", "Garden"}
    trees = structures({place.place_id: place for place in PLACES}, known.__contains__)
    assert drawn(trees) == [["Garden", ["Moss"], ["Tree fern"]], ["Tree fern"], ["Garden"]]


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({1: 9}, [["1"]]),
        ({1: 1}, [["1"]]),
        ({1: 2, 2: 1}, [["1", ["2"]]]),
        ({2: 3, 3: 4, 4: 2, 1: 0}, [["1"], ["2", ["4", ["3"]]]]),
        ({1: 2, 2: 0}, [["2", ["1"]]]),
    ],
    ids=[
        "parent is gone",
        "below itself",
        "below each other",
        "a circle beside a tree",
        "older than its parent",
    ],
)
def test_broken_tables(parents: dict[int, int], expected: list[object]) -> None:
    places = {n: Place(place_id=n, page=str(n), parent_id=up) for n, up in parents.items()}
    assert drawn(structures(places, lambda _: True)) == expected


@given(st.dictionaries(st.integers(1, 30), st.integers(0, 30), max_size=30))
def test_every_place_is_in_the_trees_once(parents: dict[int, int]) -> None:
    places = {n: Place(place_id=n, page=f"p{n % 7}", parent_id=up) for n, up in parents.items()}
    nodes = [node for _, _, node in walked(structures(places, lambda _: True))]
    assert sorted(node.place.place_id for node in nodes) == sorted(places)
    index = site("hugo", list(places.values()), tuple(f"p{n}" for n in range(7)))
    assert len(set(paths(index).values())) == 7


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (
            "hugo",
            [
                "content/garden/_index.md",
                "content/garden/ferns/_index.md",
                "content/garden/moss.md",
                "content/garden/ferns/tree-fern.md",
                "content/shop.md",
                "content/alone.md",
            ],
        ),
        (
            "mkdocs",
            [
                "docs/garden/index.md",
                "docs/garden/ferns/index.md",
                "docs/garden/moss.md",
                "docs/garden/ferns/tree-fern.md",
                "docs/shop.md",
                "docs/alone.md",
            ],
        ),
        (
            "obsidian",
            [
                "Garden/Garden.md",
                "Garden/Ferns/Ferns.md",
                "Garden/Moss.md",
                "Garden/Ferns/Tree fern.md",
                "Shop.md",
                "Alone.md",
            ],
        ),
        ("gfm", ["garden.md", "ferns.md", "moss.md", "tree-fern.md", "shop.md", "alone.md"]),
    ],
)
def test_folders(target: str, expected: list[str]) -> None:
    """All that lies below the shop has its first place elsewhere, so there is no such folder."""
    index = site(target)
    assert list(paths(index).values()) == expected


def test_folders_on_demand() -> None:
    assert paths(site("gfm", folders="structures"))["Ferns"] == "garden/ferns/README.md"
    assert paths(site("hugo", folders="flat"))["Ferns"] == "content/ferns.md"


def test_order_and_labels() -> None:
    found = {entry.page.name: (entry.order, entry.label) for entry in site("hugo").entries}
    assert found == {
        "Garden": (1, "The garden"),
        "Ferns": (2, ""),
        "Moss": (1, "All moss"),
        "Tree fern": (1, ""),
        "Shop": (2, ""),
        "Alone": (0, ""),
    }


@pytest.mark.parametrize("target", ["hugo", "jekyll"])
def test_the_home_page_and_those_below_it_stay_at_the_top(target: str) -> None:
    places = [
        Place(place_id=1, page="HomePage"),
        Place(place_id=2, page="Ferns", parent_id=1),
        Place(place_id=3, page="Moss", parent_id=2),
    ]
    found = paths(site(target, places, ("HomePage", "Ferns", "Moss")))
    top, index = {"hugo": ("content/", "_index"), "jekyll": ("", "index")}[target]
    assert list(found.values()) == [
        *(f"{top}{index}.md", f"{top}ferns/{index}.md", f"{top}ferns/moss.md")
    ]


def test_a_page_that_comes_later_takes_no_path_of_an_older_one() -> None:
    places = [
        Place(place_id=1, page="Garden"),
        Place(place_id=2, page="Moss!", parent_id=1, position=1),
        Place(place_id=3, page="Moss", parent_id=1, position=2),
    ]
    found = paths(site("hugo", places, ("Moss", "Garden", "Moss!")))
    assert found["Moss"] == "content/garden/moss.md"
    assert found["Moss!"] == "content/garden/moss-2.md"


@pytest.mark.parametrize("target", ["hugo", "mkdocs", "docusaurus", "jekyll", "obsidian", "gfm"])
def test_nothing_takes_the_name_of_a_folder_or_of_its_index(target: str) -> None:
    places = [
        Place(place_id=1, page="Garden"),
        *(
            Place(place_id=number, page=name, parent_id=1, position=number)
            for number, name in enumerate(("Garden!", "index", "_index", "readme"), 2)
        ),
        Place(place_id=9, page="files"),
        Place(place_id=10, page="redirects", parent_id=9),
    ]
    names = ("Garden", "Garden!", "index", "_index", "readme", "Garden?", "files", "redirects")
    reporter = Reporter()
    index = site(target, places, names, reporter, folders="structures")
    served = [entry.served.lower() for entry in index.entries]
    assert len(set(served)) == len(set(map(str.lower, paths(index).values()))) == len(names)
    own = {f"garden/{name}" for name in ("garden", index.layout.index.lower())}
    assert not own & set(served[1:])
    assert not any(path.startswith(("files/", "redirects/")) for path in served)


def test_deep_structures_stay_within_a_path_that_can_be_opened() -> None:
    names = tuple(f"{'Long name of a page ' * 3}{number}" for number in range(40))
    places = [Place(place_id=n, page=name, parent_id=n - 1) for n, name in enumerate(names, 1)]
    for target in ("hugo", "obsidian", "docusaurus"):
        reporter = Reporter()
        found = paths(site(target, places, names, reporter))
        assert max(map(len, found.values())) <= MAX_PATH
        assert len(set(found.values())) == len(names)
        deep = [finding.page for finding in reporter.diagnostics if finding.code == Code.PATH_DEEP]
        # Those that found a folder of the page above are not told of.
        assert names[0] not in deep
        assert names[-1] in deep


def test_depth_is_capped() -> None:
    names = tuple(f"p{number}" for number in range(2000))
    places = [Place(place_id=n, page=name, parent_id=n - 1) for n, name in enumerate(names, 1)]
    trees = structures({place.place_id: place for place in places}, lambda _: True)
    nodes, depth = [], {}
    for above, _, node in walked(trees):
        nodes.append(node)
        depth[id(node)] = depth[id(above)] + 1 if above is not None else 0
    assert [node.place.page for node in nodes] == list(names)
    assert max(depth.values()) == DEEPEST
    assert [node.capped for node in nodes] == [n > DEEPEST for n in range(len(nodes))]


@pytest.mark.parametrize("target", ["hugo", "mkdocs", "docusaurus", "jekyll", "obsidian"])
def test_links_between_folders(target: str) -> None:
    index = site(target)
    known = set(paths(index).values())
    for entry in index.entries:
        resolver = resolver_for(index, entry.page)
        for name in NAMES:
            link = resolver.page(name, "")
            assert link is not None
            assert normpath(join(dirname(entry.path), unquote(link.url))) in known


def test_links_in_html_lead_between_addresses() -> None:
    index = site("hugo")
    for entry in index.entries:
        entry.page.is_html = True
    found = {entry.page.name: entry for entry in index.entries}

    def way(start: str, end: str) -> str:
        link = resolver_for(index, found[start].page).page(end, "")
        return "" if link is None else link.url

    assert way("Garden", "Tree fern") == "ferns/tree-fern/"
    assert way("Tree fern", "Garden") == "../../"
    assert way("Tree fern", "Ferns") == "../"
    assert way("Alone", "Garden") == "../garden/"


@pytest.mark.parametrize(
    ("target", "garden", "fern"),
    [
        ("hugo", "/garden/", "/garden/ferns/tree-fern/"),
        ("mkdocs", "/garden/", "/garden/ferns/tree-fern/"),
        ("docusaurus", "/garden/", "/garden/ferns/tree-fern"),
        ("jekyll", "/garden/", "/garden/ferns/tree-fern.html"),
    ],
)
def test_pages_in_folders_have_addresses_there(target: str, garden: str, fern: str) -> None:
    index = site(target)
    urls = {entry.page.name: index.url(entry) for entry in index.entries}
    assert (urls["Garden"], urls["Tree fern"]) == (garden, fern)
