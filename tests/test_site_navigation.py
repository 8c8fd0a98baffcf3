"""What shows the pages of a site in their order, for every target; and that builders read it."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml
from command_line import installed

from tiki2md.diagnostics import Code
from tiki2md.migration import convert_site
from tiki2md.model import Page, Place, Wiki
from tiki2md.options import Options

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.migration.plan import Summary


def wiki() -> Wiki:
    names = ("HomePage", "Garden", "Ferns", "Moss", "Shop", "Été [x] *y*", "yes", "123")
    pages = [
        Page(name=name, page_id=number, source="text", tags=["green"], modified=1)
        for number, name in enumerate(names, 1)
    ]
    places = [
        Place(place_id=1, page="Garden", label="The: garden"),
        Place(place_id=2, page="Ferns", parent_id=1, position=2),
        Place(place_id=3, page="Moss", parent_id=1, position=1, label="All #moss"),
        Place(place_id=4, page="Shop"),
        Place(place_id=5, page="Ferns", parent_id=4, position=1, label="Ferns to buy"),
        Place(place_id=6, page="Garden", parent_id=4, position=2),
        Place(place_id=7, page="Moss", parent_id=6, position=1),
    ]
    post = Page(kind="blog post", name="News", page_id=9, source="new", tags=["green"], modified=1)
    return Wiki(pages=pages, places={place.place_id: place for place in places}, others=[post])


def site(folder: Path, target: str, **options: bool) -> Summary:
    return convert_site(wiki(), Options(target=target, **options), folder)


def test_mkdocs(tmp_path: Path) -> None:
    site(tmp_path, "mkdocs")
    nav = yaml.safe_load((tmp_path / "nav.yml").read_text("utf-8"))["nav"]
    assert nav == [
        {"HomePage": "index.md"},
        {
            "The: garden": [
                "garden/index.md",
                {"All #moss": "garden/moss.md"},
                {"Ferns": "garden/ferns.md"},
            ]
        },
        {
            "Shop": [
                {"Shop": "shop.md"},
                {"Ferns to buy": "garden/ferns.md"},
                {"Garden": ["garden/index.md", {"Moss": "garden/moss.md"}]},
            ]
        },
        {"Index": [{"123": "123.md"}, {"Été [x] *y*": "été-x-y.md"}, {"yes": "yes.md"}]},
        {"Blog": [{"News": "blog/news.md"}]},
        "tags.md",
    ]


def test_hugo(tmp_path: Path) -> None:
    site(tmp_path, "hugo")
    menus = json.loads((tmp_path / "config/_default/menus.json").read_text("utf-8"))
    lines = [(m["name"], m["pageRef"], m.get("parent"), m["weight"]) for m in menus["main"]]
    assert lines == [
        ("The: garden", "/garden", None, 1),
        ("All #moss", "/garden/moss", "place-1", 1),
        ("Ferns", "/garden/ferns", "place-1", 2),
        ("Shop", "/shop", None, 2),
        ("Ferns to buy", "/garden/ferns", "place-4", 1),
        ("Garden", "/garden", "place-4", 2),
        ("Moss", "/garden/moss", "place-6", 1),
    ]


def test_docusaurus(tmp_path: Path) -> None:
    site(tmp_path, "docusaurus")
    home, garden, shop, index, blog = json.loads((tmp_path / "sidebars.json").read_text("utf-8"))
    assert home == {"type": "doc", "id": "index", "label": "HomePage", "key": "page-0"}
    assert garden["type"] == "category"
    assert garden["link"] == {"type": "doc", "id": "garden/index"}
    assert [item["label"] for item in garden["items"]] == ["All #moss", "Ferns"]
    assert [item["label"] for item in shop["items"]] == ["Ferns to buy", "Garden"]
    assert (index["label"], "link" in index) == ("Index", False)
    assert blog["items"][0]["id"] == "blog/news"


def test_jekyll(tmp_path: Path) -> None:
    site(tmp_path, "jekyll")
    nav = yaml.safe_load((tmp_path / "_data/nav.yml").read_text("utf-8"))
    assert [item["title"] for item in nav["structures"]] == ["The: garden", "Shop"]
    assert nav["structures"][0]["children"][0] == {"title": "All #moss", "url": "/garden/moss.html"}
    assert [item["title"] for item in nav["others"]][:3] == ["HomePage", "123", "Été [x] *y*"]


def test_markdown_of_github_has_a_sidebar(tmp_path: Path) -> None:
    site(tmp_path, "gfm")
    sidebar = (tmp_path / "_Sidebar.md").read_text("utf-8")
    assert sidebar == (
        "- [HomePage](homepage.md)\n"
        "- [The: garden](garden.md)\n"
        "  - [All #moss](moss.md)\n"
        "  - [Ferns](ferns.md)\n"
        "- [Shop](shop.md)\n"
        "  - [Ferns to buy](ferns.md)\n"
        "  - [Garden](garden.md)\n"
        "    - [Moss](moss.md)\n"
        "- Index\n"
        "  - [123](123.md)\n"
        "  - [Été [x] \\*y\\*](%C3%A9t%C3%A9-x-y.md)\n"
        "  - [yes](yes.md)\n"
        "- Blog\n"
        "  - [News](blog/news.md)\n"
    )
    assert (tmp_path / "README.md").read_text("utf-8") == f"# Wiki\n\n{sidebar}"


def test_a_page_called_readme_is_the_start_page(tmp_path: Path) -> None:
    pages = [Page(name="ReadMe", page_id=1, source="mine"), Page(name="B", page_id=2, source="")]
    convert_site(Wiki(pages=pages), Options(), tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.md")) == [
        "_Sidebar.md",
        "b.md",
        "readme.md",
    ]
    assert (tmp_path / "readme.md").read_text("utf-8") == "mine\n"


@pytest.mark.parametrize("target", ["gfm", "obsidian"])
def test_lists_are_not_for_everybody(tmp_path: Path, target: str) -> None:
    site(tmp_path, target, page_lists=False)
    names = {path.name for path in tmp_path.rglob("*.md")}
    assert not names & {"_Sidebar.md", "README.md", "Index.md", "The- garden (map).md"}


def test_one_page_needs_no_list(tmp_path: Path) -> None:
    convert_site(Wiki(pages=[Page(name="A", source="x")]), Options(), tmp_path)
    assert [path.name for path in tmp_path.glob("*.md")] == ["a.md"]


def test_obsidian_maps_structures_that_do_not_map_themselves(tmp_path: Path) -> None:
    whole = wiki()
    whole.pages[1].source = "{toc}"
    convert_site(whole, Options(target="obsidian"), tmp_path)
    maps = sorted(path.name for path in tmp_path.rglob("*(map).md"))
    assert maps == ["Shop (map).md"]
    assert (tmp_path / "Shop (map).md").read_text("utf-8") == (
        "- [[Shop]]\n  - [[Ferns|Ferns to buy]]\n  - [[Garden]]\n    - [[Moss]]\n"
    )
    index = (tmp_path / "Index.md").read_text("utf-8")
    assert index.startswith("- [[Garden|The: garden]]\n- [[Shop]]\n- [[HomePage]]\n- [[123]]\n")
    whole.pages[4].source = "((Ferns)) and ((Garden))"
    again = tmp_path / "again"
    convert_site(whole, Options(target="obsidian"), again)
    assert not list(again.rglob("*(map).md"))


def test_what_somebody_edited_is_kept(tmp_path: Path) -> None:
    site(tmp_path, "mkdocs")
    (tmp_path / "nav.yml").write_text("nav: []\n", "utf-8")
    summary = site(tmp_path, "mkdocs")
    assert (tmp_path / "nav.yml").read_text("utf-8") == "nav: []\n"
    assert Code.FILE_EDITED in {finding.code for finding in summary.diagnostics}


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("hugo", "config/_default/menus.json"),
        ("mkdocs", "nav.yml"),
        ("docusaurus", "sidebars.json"),
        ("jekyll", "_data/nav.yml"),
        ("gfm", "_Sidebar.md"),
        ("gfm", "README.md"),
        ("obsidian", "Shop (map).md"),
        ("obsidian", "Index.md"),
    ],
)
def test_drafts_are_in_no_navigation(tmp_path: Path, target: str, file: str) -> None:
    whole = wiki()
    whole.pages[2].hidden = "secret"
    convert_site(whole, Options(target=target, visibility="all"), tmp_path)
    text = (tmp_path / file).read_text("utf-8")
    assert "Shop" in text
    assert "ferns" not in text.partition("draft_docs:")[0].lower()


def test_each_language_of_a_hugo_site_has_its_own_menu(tmp_path: Path) -> None:
    pages = [
        Page(name="HomePage", page_id=1, source="", language="en"),
        Page(name="Accueil", page_id=2, source="", language="fr"),
        Page(name="Guide", page_id=3, source="", language="en"),
        Page(name="Le guide", page_id=4, source="", language="fr"),
        Page(name="Moss", page_id=5, source="", language="en"),
    ]
    places = {
        1: Place(place_id=1, page="Guide"),
        2: Place(place_id=2, page="Le guide", parent_id=1),
        3: Place(place_id=3, page="Moss", parent_id=2),
    }
    convert_site(
        Wiki(pages=pages, places=places, translations=[["HomePage", "Accueil"]]),
        Options(target="hugo"),
        tmp_path,
    )
    menus = {
        path.name: [entry["pageRef"] for entry in json.loads(path.read_text("utf-8"))["main"]]
        for path in (tmp_path / "config/_default").iterdir()
    }
    assert menus == {
        "menus.en.json": ["/guide", "/guide/le-guide/moss"],
        "menus.fr.json": ["/guide/le-guide"],
    }


@pytest.mark.parametrize(
    ("target", "command", "public"),
    [
        ("hugo", ("hugo", "--panicOnWarning", "--printPathWarnings"), "public"),
        ("mkdocs", ("mkdocs", "build", "--strict"), "site"),
        ("mkdocs", ("zensical", "build", "-s"), "site"),
        ("jekyll", ("jekyll", "build", "--strict_front_matter"), "_site"),
    ],
)
def test_builders_show_it(
    tmp_path: Path, target: str, command: tuple[str, ...], public: str
) -> None:
    program = installed(command[0])
    site(tmp_path, target)
    built = subprocess.run(
        [program, *command[1:]],
        cwd=tmp_path,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    assert "WARN" not in built.stdout + built.stderr
    moss = "garden/moss.html" if target == "jekyll" else "garden/moss/index.html"
    page = (tmp_path / public / moss).read_text("utf-8")
    assert "All #moss" in page
    assert "The: garden" in page
