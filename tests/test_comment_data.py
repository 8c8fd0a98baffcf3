"""Comments as data: a JSON file for each page that has any."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tiki2md.diagnostics import Code
from tiki2md.migration import Plan, convert_site
from tiki2md.model import Comment, File, Page, User, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.proof import prove
from tiki2md.readers.blobs import BlobStore
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path


def wiki_of(spool: Path) -> Wiki:
    spool.mkdir()
    rope = File(file_id=1, filename="rope.png", blob=BlobStore(spool).put([b"rope"]))
    return Wiki(
        pages=[
            Page(name="HomePage", page_id=1, source="", language="en"),
            Page(name="Accueil", page_id=2, source="", language="fr"),
            Page(name="Pier", page_id=3, source="page text"),
        ],
        others=[Page(kind="forum topic", name="Knots", page_id=9, source="")],
        comments=[
            Comment(comment_id=1, object_name="HomePage", user="10.0.0.7", text="__Hi__ ((Gone))"),
            Comment(comment_id=2, object_name="Accueil", user="ann", text="{img fileId=1}"),
            Comment(comment_id=3, object_name="Pier", text="no", hidden="nobody approved it"),
            Comment(
                comment_id=4,
                object_name="HomePage",
                user="ann",
                text="((Pier))",
                parent_id=1,
                title=" Two \n words",
                created=1_600_000_000,
            ),
            Comment(comment_id=5, object_name="HomePage", user="", text="x", parent_id=3),
            Comment(comment_id=6, object_kind="forum topic", object_name="9", text="{{x}} {% y %}"),
        ],
        users={"ann": User(login="ann", real_name="Ann Other")},
        files={1: rope},
        translations=[["HomePage", "Accueil"]],
    )


def data_of(tmp_path: Path, target: str, folder: str) -> dict[str, Any]:
    site = tmp_path / "site"
    options = Options(target=target, discussions="data")
    summary = convert_site(wiki_of(tmp_path / "spool"), options, site)
    assert not summary.failed
    assert summary.files == [path for path in summary.copied if path.endswith("rope.png")]
    assert [d.code for d in summary.diagnostics] == [Code.LINK_MISSING_PAGE]
    assert not [path for path in site.rglob("*.md") if "Hi" in path.read_text("utf-8")]
    root = site / folder
    return {
        path.relative_to(root).as_posix(): json.loads(path.read_text("utf-8"))
        for path in sorted(root.rglob("*.json"))
    }


def test_a_comment_that_takes_too_long_is_kept_as_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(source: str, *_rest: object) -> str:
        time.sleep(9 if source == "slow" else 0)
        return source.upper()

    monkeypatch.setattr("tiki2md.migration.pages.convert_page", slow)
    wiki = Wiki(pages=[Page(name="Pier", page_id=1, source="page text")])
    wiki.comments = [
        Comment(comment_id=number, object_name="Pier", text=text)
        for number, text in enumerate(("quick", "slow"), 1)
    ]
    options = Options(discussions="data")
    summary = convert_site(wiki, options, tmp_path, Plan(page_seconds=1))
    assert [found.code for found in summary.diagnostics] == [Code.PAGE_FAILED]
    (file,) = tmp_path.rglob("pier.json")
    assert [each["text"] for each in json.loads(file.read_text())["comments"]] == ["QUICK", "slow"]


def test_what_is_told_of_comments(tmp_path: Path) -> None:
    data = data_of(tmp_path, "hugo", "data/comments")
    assert set(data) == {"_index.json", "fr/_index.json", "forum/knots.json"}
    assert data["_index.json"] == {
        "page": "HomePage",
        "path": "content/_index.md",
        "comments": [
            {
                "id": "1",
                "parent": None,
                "author": "anonymous",
                "date": None,
                "title": "",
                "text": "**Hi** Gone",
                "attachments": [],
            },
            {
                "id": "4",
                "parent": "1",
                "author": "Ann Other",
                "date": "2020-09-13T12:26:40Z",
                "title": "Two words",
                "text": "[Pier](pier.md)",
                "attachments": [],
            },
            # What answers a comment that nobody may read stands alone.
            {
                "id": "5",
                "parent": None,
                "author": "anonymous",
                "date": None,
                "title": "",
                "text": "x",
                "attachments": [],
            },
        ],
    }


@pytest.mark.parametrize(
    ("target", "folder"),
    [("jekyll", "_data/comments"), ("gfm", "comments"), ("mkdocs", "comments")],
)
def test_the_text_is_for_any_program(tmp_path: Path, target: str, folder: str) -> None:
    data = data_of(tmp_path, target, folder)
    assert data["forum/knots.json"]["comments"][0]["text"] == "{{x}} {% y %}"


def test_the_same_again(tmp_path: Path) -> None:
    wiki, options = wiki_of(tmp_path / "spool"), Options(target="gfm", discussions="data")
    convert_site(wiki, options, tmp_path / "site")
    before = (tmp_path / "site" / "comments" / "homepage.json").read_bytes()
    summary = convert_site(wiki, options, tmp_path / "site")
    assert not summary.written
    assert (tmp_path / "site" / "comments" / "homepage.json").read_bytes() == before


@pytest.mark.parametrize("fault", ["", "gone", "no JSON", "other text"])
def test_the_proof_reads_comments(tmp_path: Path, fault: str) -> None:
    wiki, site = wiki_of(tmp_path / "spool"), tmp_path / "site"
    options = Options(target="hugo", discussions="data")
    convert_site(wiki, options, site)
    path = site / "data/comments/_index.json"
    if fault == "gone":
        path.unlink()
    elif fault == "no JSON":
        path.write_text("{", "utf-8")
    elif fault == "other text":
        path.write_text(path.read_text("utf-8").replace("Two words", "Three"), "utf-8")
    findings = list(prove(wiki, options, default_registry(), open_folder(site)).all_findings())
    found = [f.diagnostic for f in findings if f.diagnostic.code is Code.VERIFY_FILE]
    assert len(found) == bool(fault)
    assert not fault or "data/comments/_index.json" in found[0].message
    assert fault != "other text" or found[0].message.endswith("see the comments 4")
