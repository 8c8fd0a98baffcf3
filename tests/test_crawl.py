"""The crawl of built sites finds what is broken: benchmarks/crawl.py proves nothing otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawl import crawl_site
from markdown_links import crawl_files

if TYPE_CHECKING:
    from pathlib import Path


def site(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def test_every_kind_of_broken_link_is_found(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        {
            "index.html": '<a href="a/#x"></a><a href="/a"></a><a href="b.html#%C3%A9"></a>'
            '<a href="gone/"></a><img src="gone.png"><a href="a/#gone"></a>'
            '<a href="tiki-x.php"></a><a href="https://other.example/gone"></a>'
            '<link rel="canonical" href="/gone">',
            "a/index.html": '<p id="x"><a href="../"></a>',
            "b.html": '<a name="é"></a><a href="c"></a>',
            "c.html": "",
            "Old+Name/index.html": '<meta http-equiv="refresh" content="0; url=https://me/a/">',
            "old/index.html": '<meta http-equiv="refresh" content="0; url=/gone/">',
        },
    )
    found = crawl_site(root, ignored=lambda url: url == "tiki-x.php", host="https://me")
    assert found.broken == ["index.html: no a gone/", "old/index.html: no stub /gone/"]
    assert found.images == ["index.html: no img gone.png"]
    assert found.anchors == ["index.html: no anchor a/#gone"]
    assert found.ignored == ["index.html: no a tiki-x.php"]
    assert (found.documents, found.stubs) == (4, 2)


def test_a_site_below_a_path(tmp_path: Path) -> None:
    root = site(
        tmp_path, {"index.html": '<a href="/w/a/"></a><a href="/a/"></a>', "a/index.html": ""}
    )
    assert crawl_site(root, "/w/").broken == ["index.html: no a /a/"]


FILES = {
    "one.md": "# A & b\n\n[x](two.md#c-d) [y](gone.md) ![z](gone.png) [w](#a--b) [v](two.md#gone)\n"
    "\n`[code](gone2.md)` <a href='gone3.md'>html</a>\n",
    "two.md": "---\ntitle: x\n---\n\n## C d\n\n[one](./one.md) ![p](files/p.png)\n",
    "files/p.png": "",
}


def test_links_between_files(tmp_path: Path) -> None:
    found = crawl_files(site(tmp_path, FILES), "gfm")
    assert found.broken == ["one.md: no a gone.md", "one.md: no a gone3.md"]
    assert found.images == ["one.md: no img gone.png"]
    assert found.anchors == ["one.md: no anchor two.md#gone"]


NOTES = {
    "One note.md": "# A: b #c\n\n[[Two|x]] [[Two#C d]] [[one NOTE#A b c]] [[Gone]] [[Two#Gone]]\n\n"
    "`[[Code]]` \\[[Escaped]] ![[p.png]] ![[gone.png]] [m](Two.md)\n\n| [[Two\\|t]] |\n| --- |\n",
    "sub/Two.md": "## C d\n",
    "sub/p.png": "",
}


def test_links_between_notes(tmp_path: Path) -> None:
    found = crawl_files(site(tmp_path, NOTES), "obsidian")
    assert found.broken == ["One note.md: no a Gone"]
    assert found.images == ["One note.md: no img gone.png"]
    assert found.anchors == ["One note.md: no anchor Two#gone"]
    assert found.links == 9
