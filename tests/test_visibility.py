"""What visitors of the wiki could not see is not in a public site."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from command_line import call, installed
from sample_exports import GARDEN_DUMP, LIGHTHOUSE, needs_garden

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration import convert_site, index_site
from tiki2md.model import File, Page, Place, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.readers import read_sources
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.reading import Reading

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "Plans of the coup"
OPEN = (
    f'(({SECRET})) {{INCLUDE(page="{SECRET}")}}{{INCLUDE}} {{LISTPAGES()/}} {{WANTEDPAGES()/}} '
    f'{{BACKLINKS(page="Home")/}} {{FREETAGGED(tags="x")/}} {{CATEGORY(id="1")/}} '
    f'{{TOC(structId="1")/}} {{TRANSCLUDE(page="{SECRET}")/}} {{LASTMOD(page="{SECRET}")/}} '
    f'{{ATTACH(page="{SECRET}")/}} {{img attId="1"}} {{file type="gallery" fileId="2"}} '
    '{FILES(galleryId="3")/} ((Coup))'
)


def wiki() -> Wiki:
    return Wiki(
        pages=[
            Page(name="Home", page_id=1, source=OPEN, tags=["x"], categories=[1]),
            Page(
                name=SECRET,
                page_id=2,
                source="At dawn ((Home))",
                description="Dawn",
                aliases=["Coup"],
                tags=["x"],
                categories=[1],
                modified=1_000_000_000,
                hidden="only Generals may view it",
            ),
        ],
        places={
            1: Place(place_id=1, page="Home"),
            2: Place(place_id=2, page=SECRET, label="Dawn", parent_id=1),
        },
        attachments={1: File(file_id=1, page=SECRET, name="dawn.png", hidden="its page is")},
        files={2: File(file_id=2, gallery_id=3, name="dawn.pdf", hidden="only Generals")},
    )


def written(root: Path) -> dict[str, str]:
    """The texts of pages by the names of their files, or of the folders that show them."""
    content = root / "content"
    pages = [path for path in content.rglob("*.md") if "categories" not in path.parts]
    return {
        (path if path.stem != "_index" or path.parent == content else path.parent).stem: text
        for path in pages
        if (text := path.read_text("utf-8"))
    }


def test_nothing_hidden_gets_out(tmp_path: Path) -> None:
    summary = convert_site(wiki(), Options(target="hugo"), tmp_path)
    pages = written(tmp_path)
    assert set(pages) == {"home"}
    assert "awn" not in pages["home"]
    assert "2001" not in pages["home"]
    assert (summary.pages, summary.hidden) == (1, [SECRET])
    (told,) = (d for d in summary.diagnostics if d.code is Code.PAGE_HIDDEN)
    assert told.page == SECRET
    assert told.message == (
        "visitors could not see the page: only Generals may view it; it is left out"
    )


def test_a_link_to_a_hidden_page_is_one_to_a_missing_page(tmp_path: Path) -> None:
    summary = convert_site(wiki(), Options(target="hugo"), tmp_path)
    missing = [d for d in summary.diagnostics if d.code is Code.LINK_MISSING_PAGE]
    assert [d.message.split(":")[0] for d in missing] == [
        f"no page is named {SECRET}",
        "no page is named Coup",
    ]


def test_all_writes_drafts_that_no_list_names(tmp_path: Path) -> None:
    summary = convert_site(wiki(), Options(target="hugo", visibility="all"), tmp_path)
    pages = written(tmp_path)
    assert set(pages) == {"home", "plans-of-the-coup"}
    assert "\ndraft: true\n" in pages["plans-of-the-coup"]
    assert "At dawn" in pages["plans-of-the-coup"]
    assert "draft" not in pages["home"]
    assert "awn" not in pages["home"]
    assert pages["home"].count("](plans-of-the-coup.md)") == 2  # those that were typed
    assert (summary.pages, summary.hidden) == (2, [])
    assert [d.message for d in summary.diagnostics if d.code is Code.PAGE_HIDDEN] == [
        "visitors could not see the page: only Generals may view it; it is written as a draft"
    ]


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("hugo", "draft: true"),
        ("mkdocs", "draft: true"),
        ("docusaurus", "draft: true"),
        ("jekyll", "published: false"),
        ("obsidian", "publish: false"),
    ],
)
def test_drafts_are_called_as_the_target_does(tmp_path: Path, target: str, key: str) -> None:
    convert_site(wiki(), Options(target=target, visibility="all"), tmp_path)
    texts = {p.stem.lower()[:5]: p.read_text("utf-8") for p in tmp_path.rglob("*.md")}
    assert f"\n{key}\n" in texts["plans"]
    assert [name for name, text in texts.items() if key in text] == ["plans"]


def test_mkdocs_is_told_of_drafts(tmp_path: Path) -> None:
    found = wiki()
    convert_site(found, Options(target="mkdocs", visibility="all"), tmp_path)
    told = (tmp_path / "nav.yml").read_text("utf-8")
    assert 'draft_docs: "/home/plans-of-the-coup.md"' in told
    convert_site(found, Options(target="mkdocs"), tmp_path)
    assert "draft_docs" not in (tmp_path / "nav.yml").read_text("utf-8")


@pytest.mark.parametrize("program", ["mkdocs", "zensical"])
def test_no_draft_is_built(tmp_path: Path, program: str) -> None:
    command = [installed(program), "build"]
    convert_site(wiki(), Options(target="mkdocs", visibility="all"), tmp_path)
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    built = [path.parent.name for path in (tmp_path / "site").rglob("index.html")]
    assert "home" in built
    assert not [name for name in built if "coup" in name.lower()]


def test_a_target_without_drafts_says_so(tmp_path: Path) -> None:
    summary = convert_site(wiki(), Options(target="gfm", visibility="all"), tmp_path)
    (found,) = (d.message for d in summary.diagnostics if d.code is Code.PAGE_HIDDEN)
    assert found.endswith("; it is written as all others, since gfm knows no drafts")


@pytest.mark.parametrize("target", ["mkdocs", "docusaurus"])
def test_no_stub_tells_of_a_draft(tmp_path: Path, target: str) -> None:
    convert_site(wiki(), Options(target=target, visibility="all"), tmp_path)
    stubs = [path.parent.name for path in tmp_path.rglob("index.html")]
    assert "Home" in stubs
    assert not [name for name in stubs if "oup" in name]


def test_links_to_drafts_do_not_stop_docusaurus(tmp_path: Path) -> None:
    convert_site(wiki(), Options(target="docusaurus", visibility="all"), tmp_path)
    (path,) = (path for path in tmp_path.rglob("*.md") if "coup)" in path.read_text("utf-8"))
    home = path.read_text("utf-8")
    assert home.count("](pathname:///home/plans-of-the-coup)") == 2
    assert "](plans-of-the-coup.md)" not in home


def test_a_hidden_page_that_only_redirects_lends_its_name_to_none(tmp_path: Path) -> None:
    found = wiki()
    found.pages[1].source = '{REDIRECT(page="Home")/}'
    for visibility in ("public", "all"):
        out = tmp_path / visibility
        convert_site(found, Options(target="hugo", visibility=visibility), out)
        assert "coup" not in written(out)["home"].partition("\n---\n")[0].lower()


def test_files_that_visitors_could_not_download_are_not_copied(tmp_path: Path) -> None:
    reading = Reading(blobs=BlobStore(tmp_path))
    found = read_sources([LIGHTHOUSE / "wiki.sql"], Reporter(), reading)
    # The oil bill, the lens by its old number, the bottle of a hidden page, another site's.
    source = "[dl4|oil] [dl6|lens] {file type=attId fileId=9} [dl3|tides]"
    found.pages = [
        replace(page, source=source) if page.name == "HomePage" else page for page in found.pages
    ]
    summary = convert_site(found, Options(copy_files="all"), tmp_path / "public")
    names = {path.name for path in (tmp_path / "public" / "files").iterdir()}
    assert names == {"lens.txt", "lens-2.txt", "plan.txt", "gull.png"}
    text = (tmp_path / "public" / "homepage.md").read_text("utf-8")
    assert text.startswith("[oil](dl4) [lens](files/lens.txt) ")
    assert "[tides](https://example.org/tides)" in text
    assert "bottle" not in text
    assert summary.counts()[Code.FILE_NOT_COPIED] == 2
    convert_site(found, Options(copy_files="all", visibility="all"), tmp_path / "all")
    names = {path.name for path in (tmp_path / "all" / "files").iterdir()}
    assert names == {
        "lens.txt",
        "lens-2.txt",
        "plan.txt",
        "gull.png",
        "oil.txt",
        "bottle.txt",
    }


@pytest.mark.parametrize("visibility", ["public", "all"])
def test_lists_for_plugins_know_nothing_hidden(visibility: str) -> None:
    site = index_site(wiki(), Options(visibility=visibility), default_registry())
    assert [page.name for page in site.pages()] == ["Home"]
    assert not site.visible(SECRET)
    assert site.wanted() == ([("Coup", ["Home"])] if visibility == "public" else [])
    assert site.links_to("Home") == ()
    assert site.places_below(1) == ()
    assert site.file(2) is None
    assert site.attachment(1) is None
    assert site.gallery(3) == ()
    assert not site.attachments(SECRET)


def test_unknown_permissions_are_told_once(tmp_path: Path) -> None:
    found = Wiki(
        pages=[Page(name=name, source="x") for name in "AB"],
        lacks={"permissions": "users_grouppermissions"},
    )
    assert convert_site(found, Options(), tmp_path / "a").counts() == {Code.PERMISSIONS_MISSING: 1}
    everything = Options(visibility="all")
    assert convert_site(found, everything, tmp_path / "b").counts() == {}


def test_the_command_says_how_many_pages_are_left_out(tmp_path: Path) -> None:
    sql = str(LIGHTHOUSE / "wiki.sql")
    result = call("convert", sql, "-o", str(tmp_path / "a"), "-t", "hugo")
    assert "9 pages to" in result.stderr
    assert "7 left out (hidden from visitors)" in result.stderr
    others = {"feast", "new-glass", "paint", "plan", "storm", "visits"}
    assert set(written(tmp_path / "a")) == {"_index", "lamp", "stairs"} | others
    assert "drinks" not in repr(written(tmp_path / "a"))
    result = call(
        "convert", sql, "-o", str(tmp_path / "b"), "-t", "hugo", "--visibility", "all",
        "--files", str(LIGHTHOUSE / "storage"),
    )  # fmt: skip
    assert len(written(tmp_path / "b")) == 16
    assert "source-file" not in result.stderr
    result = call("convert", sql, "-o", str(tmp_path / "c"), "--files", str(tmp_path / "a"))
    assert "warning source-file-missing: the file chart.txt" in result.stderr
    assert call("convert", sql, "-o", "x", "--visibility", "some").exit_code == 2
    assert call("convert", sql, "-o", "x", "--files", str(tmp_path / "none")).exit_code == 2


def test_one_hidden_page_is_not_printed(tmp_path: Path) -> None:
    dump = tmp_path / "one.sql"
    dump.write_text(
        "INSERT INTO `tiki_pages` (`page_id`, `pageName`, `data`) VALUES (1, 'A', 'dawn');\n"
        "INSERT INTO `users_grouppermissions` (`groupName`, `permName`) "
        "VALUES ('Generals', 'tiki_p_view');\n"
    )
    result = call("convert", str(dump), "-o", str(tmp_path / "a.md"))
    assert result.exit_code == 3
    assert "only Generals may view it" in result.stderr
    assert not (tmp_path / "a.md").exists()
    output = str(tmp_path / "a.md")
    assert call("convert", str(dump), "-o", output, "--visibility", "all").exit_code == 0


def test_inspect_counts_it() -> None:
    sql = str(LIGHTHOUSE / "wiki.sql")
    lines = " ".join(call("inspect", sql, "--files", str(LIGHTHOUSE)).stdout.split())
    for part in (
        "pages 5",
        "hidden from visitors 7",
        "articles 5",
        "blog posts 2",
        "FAQs 1",
        "forum topics 1",
        "HTML pages 1",
        "submitted articles 1",
        "versions 8",
        "comments 8",
        "users 3",
        "files without bytes 1",
        "Not in the export: structures (no table tiki_structures)",
        "Keeper's log: only Registered may view it (permission on the page)",
    ):
        assert part in lines
    data = json.loads(call("inspect", sql, "--format", "json").stdout)
    reasons = {each["name"]: each["reason"] for each in data["hidden"]}
    assert reasons["Fog horn"].startswith("only Keepers")
    assert reasons["Draft"] == "it is not published"
    assert data["kinds"]["wiki page"] == 5
    assert (data["files_with_bytes"], data["files_without_bytes"]) == (6, 2)
    assert data["lacks"]["structures"] == "tiki_structures"


@needs_garden
def test_the_hidden_page_of_a_real_wiki_is_nowhere(tmp_path: Path) -> None:
    found = read_sources([GARDEN_DUMP], Reporter())
    assert [page.name for page in found.pages if page.hidden] == ["Board Minutes"]
    convert_site(found, Options(target="hugo"), tmp_path)
    assert len(written(tmp_path)) == 43
    assert not [name for name, text in written(tmp_path).items() if "Board Minutes" in text]
