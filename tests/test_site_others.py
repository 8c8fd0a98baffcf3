"""Posts, articles and the like: a folder for each kind, found by their old addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tiki2md.diagnostics import Code
from tiki2md.migration import convert_site
from tiki2md.model import File, Page, Wiki
from tiki2md.options import Options
from tiki2md.readers.blobs import BlobStore

if TYPE_CHECKING:
    from pathlib import Path

LINKS = "[article7|a] [article7-fern-day|t] [tiki-view_blog_post.php?postId=3|b] ((Moss|m))"


def wiki_of(tmp_path: Path, source: str = LINKS) -> Wiki:
    store = BlobStore(tmp_path)
    fern = File(file_id=1, filename="fern.png", blob=store.put([b"fern"]))
    return Wiki(
        pages=[
            Page(name="Moss", page_id=7, source=source),
            Page(name="Blog", page_id=8, source="a wiki page"),
            Page(name="HomePage", page_id=1, source="[blogpost3|b]"),
        ],
        others=[
            Page(kind="article", name="Fern Day", page_id=7, source=f"{LINKS} {{img fileId=1}}"),
            Page(kind="article", name="Fern Day", page_id=8, source="[article7]"),
            Page(kind="blog post", name="Moss", page_id=3, source="[#x|here]", section="Green"),
            Page(kind="faq", name="Care", page_id=2, source="!Water?\nYes.", hidden="secret"),
            Page(kind="html page", name="Map", source="<b>map</b>", is_html=True),
        ],
        files={1: fern},
    )


def converted(tmp_path: Path, target: str = "gfm") -> dict[str, str]:
    spool, out = tmp_path / "spool", tmp_path / "out"
    spool.mkdir()
    summary = convert_site(wiki_of(spool), Options(target=target), out)
    assert summary.pages == len(summary.written)
    assert {finding.code for finding in summary.diagnostics} <= {
        Code.PAGE_HIDDEN,
        Code.PATH_COLLISION,
    }
    return {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in out.rglob("*.md")}


def test_each_kind_has_a_folder_and_every_link_finds_its_way(tmp_path: Path) -> None:
    files = converted(tmp_path)
    assert set(files) == {
        *("moss.md", "blog.md", "homepage.md"),
        *("articles/fern-day.md", "articles/fern-day-2.md", "blog-2/moss.md", "html/map.md"),
    }
    assert files["moss.md"] == (
        "[a](articles/fern-day.md) [t](articles/fern-day.md) [b](blog-2/moss.md) [m](moss.md)\n"
    )
    assert files["articles/fern-day.md"] == (
        "[a](fern-day.md) [t](fern-day.md) [b](../blog-2/moss.md) [m](../moss.md) "
        "![](../files/fern.png)\n"
    )
    assert files["html/map.md"] == "**map**\n"


def test_hugo_serves_them_below_their_folders(tmp_path: Path) -> None:
    files = converted(tmp_path, "hugo")
    article = files["content/articles/fern-day.md"]
    assert "![](../../files/fern.png)" in article
    assert "slug: fern-day\n" in article
    assert '  - "/article7"\n' in article
    assert "    kind: article\n" in article
    assert "    section: Green\n" in files["content/blog-2/moss.md"]
    assert "[b](blog-2/moss.md)" in files["content/_index.md"]


@pytest.mark.parametrize("target", ["gfm", "hugo"])
def test_hidden_ones_are_left_out_or_drafts(tmp_path: Path, target: str) -> None:
    wiki = wiki_of(tmp_path, "[faq2|care]")
    summary = convert_site(wiki, Options(target=target), tmp_path / "public")
    assert summary.hidden == ["Care"]
    assert not list((tmp_path / "public").rglob("care.md"))
    convert_site(wiki, Options(target=target, visibility="all"), tmp_path / "all")
    (care,) = (tmp_path / "all").rglob("faqs/care.md")
    assert ("draft: true" in care.read_text("utf-8")) == (target == "hugo")
