"""A wiki of GitHub: what it takes for a page, and what a link must say to find it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from readers_there import read_back_or_skip

from tiki2md import convert
from tiki2md.diagnostics import Code
from tiki2md.migration import convert_site
from tiki2md.model import Category, Comment, File, Page, Place, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.proof import prove
from tiki2md.readers.blobs import BlobStore
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = Options(target="gfm", github_wiki=True)
_LINK = re.compile(r'\]\(([^)]*)\)|href="([^"]*)"')
SOURCES = {
    "HomePage": "((Moss)), ((Sun Dew|#Leaves|dew)), ((Été à la mer)) and ((Alder))",
    "Moss": "((HomePage|home)) {img fileId=1} [tiki-index.php?page=Sun+Dew|it] ((Home))",
    "Sun Dew": "!Leaves\n[tiki-browse_categories.php?parentId=1|green] [[Moss]]",
    "Été à la mer": "((R&D + C++)) ((Moss-))",
    "R&D + C++": "<a href='tiki-index.php?page=Moss'>m</a>",
    "Home": "((moss))",
    "Moss-": "((Moss|#nowhere|m))",
}


def wiki_of(tmp_path: Path) -> Wiki:
    store = BlobStore(tmp_path)
    pages = [
        Page(name=name, source=source, page_id=number, modified=10**9, categories=[1])
        for number, (name, source) in enumerate(SOURCES.items(), 1)
    ]
    pages[4].is_html = True
    return Wiki(
        pages=pages,
        others=[Page(name="Moss", source="((Moss))", page_id=1, kind="blog post")],
        files={1: File(file_id=1, filename="fern.png", blob=store.put([b"fern"]))},
        categories={1: Category(category_id=1, name="Green")},
        comments=[Comment(comment_id=1, object_name="Moss", user="ada", text="See ((Sun Dew)).")],
        places={
            1: Place(place_id=1, page="HomePage"),
            2: Place(place_id=2, page="Sun Dew", parent_id=1, position=1),
            3: Place(place_id=3, page="Moss", parent_id=2, position=1),
        },
    )


def links_in(out: Path) -> dict[str, list[str]]:
    """Where the links of each page lead."""
    return {
        path.stem: [match[1] or match[2] for match in _LINK.finditer(path.read_text("utf-8"))]
        for path in out.glob("*.md")
    }


def test_nothing_changes_unless_asked_for(tmp_path: Path) -> None:
    convert_site(wiki_of(tmp_path), Options(target="gfm"), tmp_path / "out")
    assert "[Moss](moss.md)" in (tmp_path / "out/homepage.md").read_text("utf-8")


def test_other_targets_know_nothing_of_it(tmp_path: Path) -> None:
    wiki = wiki_of(tmp_path)
    for target in ("commonmark", "obsidian"):
        convert_site(wiki, Options(target=target), tmp_path / "plain" / target)
        convert_site(wiki, replace(OPTIONS, target=target), tmp_path / "asked" / target)
    texts = [
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*.md")}
        for root in (tmp_path / "plain", tmp_path / "asked")
    ]
    assert texts[0] == texts[1]


def test_pages_lie_side_by_side_in_files_named_as_they_are_shown(tmp_path: Path) -> None:
    convert_site(wiki_of(tmp_path), replace(OPTIONS, folders="structures"), tmp_path / "out")
    names = {
        path.relative_to(tmp_path / "out").as_posix() for path in tmp_path.rglob("out/**/*.md")
    }
    assert names == {
        "Home.md",  # the first page that GitHub shows
        "Home-page.md",
        "Moss.md",
        "Moss-2.md",
        "Moss-3.md",
        "Sun-Dew.md",
        "Été-à-la-mer.md",
        "R-D-C.md",
        "Categories.md",
        "_Sidebar.md",
    }


def test_links_name_pages_without_an_ending(tmp_path: Path) -> None:
    convert_site(wiki_of(tmp_path), OPTIONS, tmp_path / "out")
    found = links_in(tmp_path / "out")
    assert found.pop("_Sidebar")[0] == "Home"
    assert found["Home"] == ["Moss", "Sun-Dew#leaves", "%C3%89t%C3%A9-%C3%A0-la-mer"]
    assert found["Moss"] == ["Home", "files/fern.png", "Sun-Dew", "Home-page", "Sun-Dew"]
    assert found["Sun-Dew"] == ["Categories#green"]
    assert found["R-D-C"] == ["Moss"]
    assert found["Moss-3"] == ["Moss"]
    assert not [url for urls in found.values() for url in urls if ".md" in url]


def test_a_wiki_without_its_home_page_gets_a_first_page(tmp_path: Path) -> None:
    wiki = Wiki(pages=[Page(name=name, source="x", page_id=n) for n, name in enumerate("ab", 1)])
    convert_site(wiki, OPTIONS, tmp_path / "out")
    assert (tmp_path / "out/Home.md").read_text("utf-8").endswith("- [a](a)\n- [b](b)\n")
    assert not (tmp_path / "out/README.md").exists()


def test_stubs_are_pages_like_others(tmp_path: Path) -> None:
    options = replace(OPTIONS, missing_links="stub")
    convert_site(wiki_of(tmp_path), options, tmp_path / "out")
    assert "[Alder](Alder)" in (tmp_path / "out/Home.md").read_text("utf-8")
    assert "[HomePage](Home)" in (tmp_path / "out/Alder.md").read_text("utf-8")


@pytest.mark.parametrize("policy", ["text", "stub"])
def test_the_proof_follows_its_links(tmp_path: Path, policy: str) -> None:
    read_back_or_skip("gfm")
    wiki, options = wiki_of(tmp_path), replace(OPTIONS, missing_links=policy)
    convert_site(wiki, options, tmp_path / "out")
    proof = prove(wiki, options, default_registry(), open_folder(tmp_path / "out"))
    assert list(proof.all_findings()) == []
    page = tmp_path / "out/Moss.md"
    page.write_text(page.read_text("utf-8").replace("](Home)", "](Hume)"), "utf-8")
    proof = prove(wiki, options, default_registry(), open_folder(tmp_path / "out"))
    codes = {found.diagnostic.code for found in proof.all_findings()}
    assert Code.VERIFY_LINK_BROKEN in codes


def test_a_page_alone_links_likewise() -> None:
    assert convert("((Sun Dew))", options=OPTIONS) == "[Sun Dew](Sun-Dew)\n"
    assert convert("((Sun Dew))") == "[Sun Dew](sun-dew.md)\n"


def test_notes_are_html() -> None:
    text = convert("a{FOOTNOTE()}Note{FOOTNOTE}", options=OPTIONS)
    assert text == 'a<sup><a href="#fn-1">1</a></sup>\n\n<sup id="fn-1">1</sup> Note\n'
    typed = convert('{syntax type="markdown"}\na[^1]\n\n[^1]: Note\n', options=OPTIONS)
    assert typed == "a[^1]\n\n[^1]: Note\n"
