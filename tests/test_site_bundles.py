"""Page bundles: which files stand beside which page, and what leads to them there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tiki2md.migration import Plan, convert_site
from tiki2md.model import File, Page, Wiki
from tiki2md.options import Options
from tiki2md.readers.blobs import BlobStore

if TYPE_CHECKING:
    from tiki2md.migration import Summary

BUNDLES = Options(target="hugo", page_bundles=True)


def wiki_of(tmp_path: Path, **sources: str) -> Wiki:
    """Pages by name, and a file for each name of one that some page has."""
    spool = tmp_path / "spool"
    spool.mkdir()
    store = BlobStore(spool)
    names = (
        "fern.png", "moss.png", "FERN.png", "notes.html", "plan.fr.png", "index.md", "sitemap.xml"
    )  # fmt: skip
    files = [
        File(file_id=number, filename=name, blob=store.put([name.encode()]))
        for number, name in enumerate(names, 1)
    ]
    attachment = File(file_id=9, filename="log.txt", page="Peat", blob=store.put([b"log"]))
    return Wiki(
        pages=[
            Page(name=name, source=source, page_id=number)
            for number, (name, source) in enumerate(sources.items(), 1)
        ],
        files={file.file_id: file for file in files},
        attachments={9: attachment},
    )


def read(out: Path) -> dict[str, str]:
    """The texts of pages, without front matter, and of files, by their paths."""
    found = {}
    for folder in ("content", "static"):
        for path in sorted((out / folder).rglob("*")):
            if path.is_file():
                text = path.read_text("utf-8")
                name = path.relative_to(out).as_posix()
                found[name] = text.split("---\n", 2)[2].strip() if name.endswith(".md") else text
    return found


def written(
    wiki: Wiki, tmp_path: Path, options: Options = BUNDLES
) -> tuple[dict[str, str], Summary]:
    """What is in the site, and what the run tells."""
    summary = convert_site(wiki, options, tmp_path / "out")
    return read(tmp_path / "out"), summary


def test_nothing_changes_unless_asked_for(tmp_path: Path) -> None:
    wiki = wiki_of(tmp_path, Moss="{img fileId=1}")
    found, _ = written(wiki, tmp_path, Options(target="hugo"))
    assert found == {
        "content/moss.md": "![](../files/fern.png)",
        "static/files/fern.png": "fern.png",
    }


@pytest.mark.parametrize("target", ["gfm", "mkdocs"])
def test_other_targets_have_none(target: str, tmp_path: Path) -> None:
    wiki = wiki_of(tmp_path, Moss="{img fileId=1}")
    convert_site(wiki, replace(BUNDLES, target=target), tmp_path / "bundles")
    convert_site(wiki, Options(target=target), tmp_path / "plain")
    paths = [
        sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if ".tiki2md" not in p.parts)
        for root in (tmp_path / "bundles", tmp_path / "plain")
    ]
    assert paths[0] == paths[1]


def test_what_one_page_uses_stands_beside_it(tmp_path: Path) -> None:
    wiki = wiki_of(
        tmp_path,
        Moss="{img fileId=1} {attach id=9} {img fileId=2} see ((Fern))",
        Fern="{img fileId=2} see ((Moss))",
    )
    found, summary = written(wiki, tmp_path)
    assert found == {
        "content/moss/index.md": "![](fern.png) [log.txt](log.txt) ![](../files/moss.png) "
        "see [Fern](../fern.md)",
        "content/moss/fern.png": "fern.png",
        "content/moss/log.txt": "log",
        "content/fern.md": "![](../files/moss.png) see [Moss](moss/index.md)",
        "static/files/moss.png": "moss.png",
    }
    assert summary.diagnostics == []


def test_names_in_a_bundle_are_safe_and_no_pages(tmp_path: Path) -> None:
    source = " ".join(f"{{img fileId={number}}}" for number in (1, 3, 4, 5, 6))
    found, _ = written(wiki_of(tmp_path, Moss=source), tmp_path)
    assert found.pop("content/moss/index.md") == (
        "![](fern.png) ![](FERN-2.png) ![](../files/notes.html) ![](plan-fr.png) ![](index-md.txt)"
    )
    assert found == {
        "content/moss/fern.png": "fern.png",
        "content/moss/FERN-2.png": "FERN.png",
        "content/moss/plan-fr.png": "plan.fr.png",
        "content/moss/index-md.txt": "index.md",
        "static/files/notes.html": "notes.html",
    }


def test_the_home_page_has_files_beside_it_but_none_of_the_site(tmp_path: Path) -> None:
    wiki = wiki_of(tmp_path, HomePage="{img fileId=1} [dl7|map]", Moss="((HomePage))")
    found, _ = written(wiki, tmp_path)
    assert found == {
        "content/_index.md": "![](fern.png) [map](sitemap-2.xml)",
        "content/fern.png": "fern.png",
        "content/sitemap-2.xml": "sitemap.xml",
        "content/moss.md": "[HomePage](_index.md)",
    }


def test_pages_of_html_find_them_too(tmp_path: Path) -> None:
    wiki = wiki_of(tmp_path, Moss='<img src="dl1"><video src="dl2"></video>')
    wiki.pages[0].is_html = True
    found, _ = written(wiki, tmp_path)
    assert "![](fern.png)" in found["content/moss/index.md"]
    assert '<video src="moss.png"></video>' in found["content/moss/index.md"]


def test_all_files_go_to_the_pages_that_own_them(tmp_path: Path) -> None:
    wiki = wiki_of(tmp_path, Moss="no link")
    wiki.attachments[9].page = "Moss"
    found, _ = written(wiki, tmp_path, replace(BUNDLES, copy_files="all"))
    assert found["content/moss/log.txt"] == "log"
    assert found["static/files/fern.png"] == "fern.png"
    found, _ = written(wiki, tmp_path, replace(BUNDLES, copy_files="none"))
    assert found["content/moss.md"] == "no link"


def test_old_addresses_lead_there(tmp_path: Path) -> None:
    wiki = wiki_of(tmp_path, Moss="{attach id=9}")
    _, summary = written(wiki, tmp_path, replace(BUNDLES, redirect_hosts=("json",)))
    assert summary.diagnostics == []
    text = (tmp_path / "out" / "redirects" / "redirects.json").read_text("utf-8")
    assert '"/moss/log.txt"' in text


def test_processes_change_nothing(tmp_path: Path) -> None:
    sources = {f"Page {n}": f"{{img fileId={n % 7 + 1}}}" if n < 9 else "" for n in range(40)}
    wiki = wiki_of(tmp_path, **sources)
    texts = []
    for jobs in (1, 3):
        out = tmp_path / str(jobs)
        convert_site(wiki, BUNDLES, out, Plan(jobs=jobs))
        files = sorted(path for path in out.rglob("*") if path.is_file())
        texts.append({path.relative_to(out): path.read_bytes() for path in files})
    assert texts[0] == texts[1]
    assert Path("content/page-2/FERN.png") in texts[0]


def test_a_second_page_that_uses_a_file_ends_the_bundle(tmp_path: Path) -> None:
    wiki = wiki_of(tmp_path, Moss="{img fileId=1}", Fern="see ((Moss))")
    out, plan = tmp_path / "out", Plan(code="tiki2md", prune=True)
    convert_site(wiki, BUNDLES, out, plan)
    assert (out / "content" / "moss" / "index.md").is_file()
    wiki.pages[1].source = "see ((Moss)) {img fileId=1}"
    convert_site(wiki, BUNDLES, out, plan)
    found = {path: text for path, text in read(out).items() if path.endswith(".md")}
    assert found == {
        "content/moss.md": "![](../files/fern.png)",
        "content/fern.md": "see [Moss](moss.md) ![](../files/fern.png)",
    }
    assert convert_site(wiki, BUNDLES, out, plan).written == []
