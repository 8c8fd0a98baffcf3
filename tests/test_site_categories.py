"""Categories: trees in Tiki, names or paths on a site, and links to their lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frontmatter
import pytest
from readers_there import read_back_or_skip

from tiki2md.diagnostics import Code
from tiki2md.migration import convert_site, index_site
from tiki2md.model import Category, Page, Wiki
from tiki2md.options import Options, with_values
from tiki2md.plugins import default_registry
from tiki2md.proof import prove
from tiki2md.site.categories import category_names
from tiki2md.site.category_list import category_url
from tiki2md.site.index_building import build_index
from tiki2md.site.redirects import old_paths
from tiki2md.site.resolver import resolver_for
from tiki2md.site.terms import hugo_term_folder
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path


def tree(*rows: tuple[int, str, int]) -> dict[int, Category]:
    return {
        number: Category(category_id=number, name=name, parent_id=parent)
        for number, name, parent in rows
    }


TREE = tree((1, "Harbour", 0), (2, "Boats", 1), (3, "Museum", 0), (4, "boats", 3), (5, "A/B", 3))


def test_names_alone_stay_as_they_are() -> None:
    assert category_names(Wiki(categories=tree((1, "A", 0), (2, "B / C", 1))), "name") == {
        1: "A",
        2: "B / C",
    }


def test_equal_names_are_told_apart_by_the_shortest_path() -> None:
    assert category_names(Wiki(categories=TREE), "name") == {
        1: "Harbour",
        2: "Harbour/Boats",
        3: "Museum",
        4: "Museum/boats",
        5: "A/B",
    }
    below = tree((1, "A", 0), (2, "B", 1), (3, "X", 2), (4, "C", 1), (5, "X", 4))
    names = category_names(Wiki(categories=below), "name")
    assert names == {1: "A", 2: "B", 3: "B/X", 4: "C", 5: "C/X"}
    deep = tree((1, "X", 0), (2, "Z", 1), (3, "Y", 0), (4, "Z", 3), (5, "T", 2), (6, "T", 4))
    top = tree((1, "T", 0), (2, "X", 0), (3, "T", 2))
    assert category_names(Wiki(categories=deep), "name")[6] == "Y/Z/T"
    assert category_names(Wiki(categories=top), "name") == {1: "T", 2: "X", 3: "X/T"}


def test_paths() -> None:
    assert category_names(Wiki(categories=TREE), "path") == {
        1: "Harbour",
        2: "Harbour/Boats",
        3: "Museum",
        4: "Museum/boats",
        # A slash in a name is no level.
        5: "Museum/A-B",
    }


def test_a_circle_of_parents_ends() -> None:
    circle = Wiki(categories=tree((1, "A", 2), (2, "B", 1), (3, "A", 3)))
    assert set(category_names(circle, "path")) == {1, 2, 3}


LINKS = (
    "[tiki-browse_categories.php?parentId=2&sort=x|b] [cat4-Museum|m] [cat1|unused] "
    "[tiki-browse_categories.php|all] [tiki-browse_freetags.php?tag=old+rope|t] "
    "[tiki-browse_freetags.php?tag=none|n]"
)
WIKI = Wiki(
    pages=[
        Page(name="HomePage", page_id=1, source=LINKS, categories=[2], language="en"),
        Page(name="Rope", page_id=2, source=LINKS, categories=[4, 9], tags=["old rope"]),
        Page(name="Quai", page_id=3, source=LINKS, categories=[4], language="fr"),
    ],
    categories=TREE,
    translations=[["HomePage", "Quai"]],
)


def test_links_lead_to_the_lists() -> None:
    index = build_index(WIKI, Options(target="hugo"))
    urls = [
        "tiki-browse_categories.php?parentId=2",
        "cat4-Museum",
        "tiki-browse_categories.php",
        'tiki-browse_freetags.php?tag="old+rope"',
    ]

    def answers(number: int) -> list[str]:
        resolver = resolver_for(index, WIKI.pages[number])
        return [target.url for url in urls if (target := resolver.url(url))]

    assert answers(1) == [
        "../categories/harbour/boats/",
        "../categories/museum/boats/",
        "../categories/",
        "../tags/old-rope/",
    ]
    # In the language of the page, where the list is there in it.
    assert answers(2) == [
        "../categories/harbour/boats/",
        "categories/museum/boats/",
        "categories/",
        "../tags/old-rope/",
    ]
    assert resolver_for(index, WIKI.pages[1]).url("cat1") is None
    assert resolver_for(index, WIKI.pages[1]).url("tiki-browse_freetags.php?tag=none") is None


@pytest.mark.parametrize(("target", "key"), [("hugo", "categories"), ("mkdocs", "tags")])
def test_front_matter(tmp_path: Path, target: str, key: str) -> None:
    convert_site(WIKI, Options(target=target), tmp_path)
    (rope,) = tmp_path.glob("*/rope.md")
    assert f"{key}:\n  - Museum/boats\n" in rope.read_text("utf-8")


def test_nested_tags_of_obsidian(tmp_path: Path) -> None:
    options = Options(target="obsidian", category_names="path")
    convert_site(WIKI, options, tmp_path)
    text = (tmp_path / "Rope.md").read_text("utf-8")
    assert "tags:\n  - Museum/boats\n  - old-rope\n" in text
    assert "categories:" not in text


def test_descriptions_are_pages_of_hugo(tmp_path: Path) -> None:
    categories = {
        1: Category(category_id=1, name="Ropes & knots", description="All\nabout: ropes"),
        2: Category(category_id=2, name="Unused", description="x"),
        3: Category(category_id=3, name="Bare"),
    }
    pages = [
        Page(name="HomePage", page_id=1, source="", categories=[1, 3]),
        Page(name="Quai", page_id=3, source="", categories=[1], language="fr"),
    ]
    wiki = Wiki(pages=pages, categories=categories, translations=[["HomePage", "Quai"]])
    for _ in range(2):
        summary = convert_site(wiki, Options(target="hugo"), tmp_path)
        assert summary.written or summary.unchanged == ["content/_index.md", "content/_index.fr.md"]
    folder = tmp_path / "content" / "categories"
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
    assert found == ["ropes-&-knots/_index.fr.md", "ropes-&-knots/_index.md"]
    assert (folder / found[1]).read_text() == (
        '---\ntitle: Ropes & knots\ndescription: "All about: ropes"\n---\n\n'
    )
    proof = prove(wiki, Options(target="hugo"), default_registry(), open_folder(tmp_path))
    assert list(proof.all_findings()) == []


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Two Words", "two-words"),
        ("Q&A: İ", ""),
        ("Q&A [İ]", "q&a-[i]"),
        ("node.js/C#", "node.js/c#"),
        (".net", ""),
        ("../x", ""),
        ("/boats", ""),
        ("a\\b", ""),
        ("What?", ""),
        ("con", ""),
        ("x/#", ""),
        ("日" * 85, "日" * 85),
        ("日" * 86, "日" * 40 + "…-bd6e4f"),
        ("a" * 256 + "/b", "a" * 120 + "…-02d716/b"),
    ],
)
def test_folders_of_hugos_terms(name: str, folder: str) -> None:
    assert hugo_term_folder(name) == folder


def test_a_description_without_a_folder_is_told(tmp_path: Path) -> None:
    categories = {
        1: Category(category_id=1, name="Why: a\\b", description="x"),
        2: Category(category_id=2, name="Unused?", description="x"),
    }
    pages = [Page(name="HomePage", page_id=1, source="", categories=[1])]
    wiki = Wiki(pages=pages, categories=categories)
    summary = convert_site(wiki, Options(target="hugo"), tmp_path)
    told = [d.message for d in summary.diagnostics if d.code is Code.CATEGORY_TEXT]
    assert told == ["the text about category Why: a\\b is left out"]


LONG = "Every boat that was ever built, mended or sunk in the harbour of this town, " * 5


def long_names() -> Wiki:
    categories = {
        1: Category(category_id=1, name=LONG.strip()),
        2: Category(category_id=2, name=f"{LONG}(b)", description="x"),
    }
    tags = ["日" * 100, "boats"]
    page = Page(name="HomePage", page_id=1, source="x", categories=[1, 2], tags=tags)
    return Wiki(pages=[page], categories=categories)


def test_names_too_long_for_folders_of_hugo_are_shortened_and_told(tmp_path: Path) -> None:
    wiki, options = long_names(), Options(target="hugo")
    summary = convert_site(wiki, options, tmp_path)
    page = frontmatter.load(tmp_path / "content/_index.md")
    names = [*page["categories"], *page["tags"]]
    assert len(set(names)) == 4
    assert all(len(name.encode()) < 140 for name in names)
    told = [d.message for d in summary.diagnostics if d.code is Code.TERM_SHORTENED]
    assert told == [
        f"{name} is too long a name: pages have {used}"
        for name, used in zip([LONG.strip(), f"{LONG}(b)", "日" * 100], names, strict=False)
    ]
    titles = {frontmatter.load(path)["title"] for path in tmp_path.glob("content/*/*/_index.md")}
    assert titles == {LONG.strip(), f"{LONG}(b)", "日" * 100}
    proof = prove(wiki, options, default_registry(), open_folder(tmp_path))
    assert list(proof.all_findings()) == []


def test_names_too_long_for_folders_of_docusaurus_have_an_address(tmp_path: Path) -> None:
    wiki, options = long_names(), Options(target="docusaurus")
    convert_site(wiki, options, tmp_path)
    tags = frontmatter.load(tmp_path / "docs/index.md")["tags"]
    assert [tag["label"] for tag in tags[:3]] == [LONG.strip(), f"{LONG}(b)", "日" * 100]
    assert len({tag["permalink"] for tag in tags[:3]}) == 3
    assert all(len(tag["permalink"].encode()) < 140 for tag in tags[:3])
    assert tags[3:] == ["boats"]
    proof = prove(wiki, options, default_registry(), open_folder(tmp_path))
    assert list(proof.all_findings()) == []


@pytest.mark.parametrize("way", ["name", "path"])
def test_lists_are_known_to_the_proof(tmp_path: Path, way: str) -> None:
    values = {"category_names": way, "redirect_hosts": ("json",)}
    options = with_values(Options(target="hugo"), values)
    convert_site(WIKI, options, tmp_path)
    proof = prove(WIKI, options, default_registry(), open_folder(tmp_path))
    # Lists that no page is in are not there any more.
    messages = [finding.diagnostic.message for finding in proof.all_findings()]
    assert len(messages) == 6
    assert all("cat1" in message or "tag=none" in message for message in messages)


LISTED = {
    "gfm": "categories.md",
    "commonmark": "categories.md",
    "obsidian": "Categories.md",
    "mkdocs": "docs/categories.md",
    "docusaurus": "docs/categories.md",
    "jekyll": "categories.md",
}


@pytest.mark.parametrize("target", LISTED)
def test_a_page_of_categories(tmp_path: Path, target: str) -> None:
    read_back_or_skip(target)
    options = with_values(Options(target=target), {"redirect_hosts": ("json",)})
    convert_site(WIKI, options, tmp_path)
    text = (tmp_path / LISTED[target]).read_text("utf-8")
    assert "## Harbour\n\n### Harbour/Boats\n\n*Harbour › Boats*\n\n- [" in text
    assert "A/B" not in text
    assert target != "obsidian" or text.startswith("## Harbour\n")
    rope = next(path for path in tmp_path.rglob("*.md") if path.stem.lower() == "rope")
    place = {"obsidian": "Museum/boats"}.get(target, "museumboats")
    assert f"#{place}" in rope.read_text("utf-8")
    proof = prove(WIKI, options, default_registry(), open_folder(tmp_path))
    messages = [finding.diagnostic.message for finding in proof.all_findings()]
    # Tags have no lists there.
    assert all("tag=" in message for message in messages), messages
    assert len(messages) == 6
    # A link to the page that leads nowhere is none of the wiki's that always did.
    for damaged in (text.replace("oats", "hips"), None):
        (tmp_path / LISTED[target]).unlink()
        if damaged is not None:
            (tmp_path / LISTED[target]).write_text(damaged, "utf-8")
        proof = prove(WIKI, options, default_registry(), open_folder(tmp_path))
        codes = {finding.diagnostic.code for finding in proof.all_findings()}
        assert Code.VERIFY_LINK_BROKEN in codes


def test_no_old_address_is_that_of_the_page_of_categories() -> None:
    page = Page(name="Rope", source="", page_id=1, categories=[1], aliases=["categories", "twine"])
    wiki = Wiki(pages=[page], categories=tree((1, "Harbour", 0)))
    index = index_site(wiki, Options(target="jekyll"), default_registry()).index
    paths = old_paths(index, index.entries[0])
    assert "/twine" in paths
    assert "/categories" not in paths


@pytest.mark.parametrize(
    ("target", "path"), [("gfm", "categories-2.md"), ("obsidian", "Categories 2.md")]
)
def test_the_page_of_categories_takes_no_path_of_the_wiki(target: str, path: str) -> None:
    page = Page(name="Categories", source="", page_id=1, categories=[1])
    wiki = Wiki(pages=[page], categories=tree((1, "Harbour", 0), (2, "Nobody", 0)))
    index = index_site(wiki, Options(target=target), default_registry()).index
    assert index.category_list is not None
    assert index.category_list.entry.path == path
    url = index.url(index.category_list.entry)
    assert [category_url(index, number) for number in (0, 1, 2, 3)] == [url, url, "", ""]


def test_categories_of_one_name_in_one_place_are_listed_once() -> None:
    pages = [Page(name=f"Page {n}", source="", page_id=n, categories=[n]) for n in (2, 3)]
    wiki = Wiki(pages=pages, categories=tree((1, "Harbour", 0), (2, "Boats", 1), (3, "Boats", 1)))
    listed = index_site(wiki, Options(target="gfm"), default_registry()).index.category_list
    assert listed is not None
    found = [(each.name, [entry.name for entry in each.entries]) for each in listed.categories]
    assert found == [("Harbour", []), ("Boats", ["Page 2", "Page 3"])]
