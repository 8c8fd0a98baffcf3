"""Posts, articles and the like: a folder for each kind, found by their old addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from folders import pages_of

from tiki2md.diagnostics import Code
from tiki2md.migration import convert_site
from tiki2md.model import Comment, File, Page, Wiki
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
            Page(kind="blog post", name="Moss", page_id=3, source="!x\n[#x|here]", section="Green"),
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
    return pages_of(out)


def test_each_kind_has_a_folder_and_every_link_finds_its_way(tmp_path: Path) -> None:
    files = converted(tmp_path)
    assert set(files) == {
        *("moss.md", "blog.md", "homepage.md"),
        *("articles/fern-day.md", "articles/fern-day-2.md", "blog-2/moss.md", "html/map.md"),
        *("_Sidebar.md", "README.md"),
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


def test_comments_stand_at_the_end_of_their_page(tmp_path: Path) -> None:
    def comment(number: int, text: str, parent: int = 0, **values: Any) -> Comment:
        return Comment(comment_id=number, object_name="MOSS", text=text, parent_id=parent, **values)

    wiki = Wiki(
        pages=[Page(name="Moss", source="!Moss"), Page(name="Fern", source="fern")],
        comments=[
            comment(1, "see ((Fern)) ((Nowhere))", user="ada*", created=86_400, title="A *star*"),
            comment(2, "yes", 1, user="ben"),
            comment(3, "* no", 2),
            comment(4, "not approved", approved=False),
            comment(5, "private", hidden="secret"),
            comment(6, "to nobody", 5),
            comment(7, "of an article", object_kind="article"),
        ],
    )
    summary = convert_site(wiki, Options(), tmp_path / "out")
    assert (tmp_path / "out" / "moss.md").read_text("utf-8") == (
        "# Moss\n\n## Comments\n\n"
        "**ada\\***, 1970-01-02: A \\*star\\*\n\nsee [Fern](fern.md) Nowhere\n\n"
        "> **ben**\n>\n> yes\n>\n> > **anonymous**\n> >\n> > - no\n\n"
        "**anonymous**\n\nto nobody\n"
    )
    assert [(found.code, found.line) for found in summary.diagnostics] == [
        (Code.LINK_MISSING_PAGE, 0)
    ]
    convert_site(wiki, Options(discussions="none"), tmp_path / "none")
    assert (tmp_path / "none" / "moss.md").read_text("utf-8") == "# Moss\n"


def test_a_long_chain_of_answers_nests_no_deeper_than_one_can_read(tmp_path: Path) -> None:
    comments = [
        Comment(comment_id=n, object_name="Moss", text=f"answer {n}", parent_id=n - 1)
        for n in range(1, 2001)
    ]
    wiki = Wiki(pages=[Page(name="Moss", source="x")], comments=comments)
    convert_site(wiki, Options(), tmp_path)
    text = (tmp_path / "moss.md").read_text("utf-8")
    assert "answer 2000" in text
    assert max(line.count("> ") for line in text.splitlines()) == 7


@pytest.mark.parametrize("target", ["gfm", "hugo"])
def test_hidden_ones_are_left_out_or_drafts(tmp_path: Path, target: str) -> None:
    wiki = wiki_of(tmp_path, "[faq2|care]")
    summary = convert_site(wiki, Options(target=target), tmp_path / "public")
    assert summary.hidden == ["Care"]
    assert not list((tmp_path / "public").rglob("care.md"))
    convert_site(wiki, Options(target=target, visibility="all"), tmp_path / "all")
    (care,) = (tmp_path / "all").rglob("faqs/care.md")
    assert ("draft: true" in care.read_text("utf-8")) == (target == "hugo")
