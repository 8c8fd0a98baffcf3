"""MkDocs and Zensical build the site in strict mode, and every link of it leads somewhere."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from command_line import installed
from crawl import crawl_site
from sample_exports import HARBOUR
from sample_wikis import leads_out

from tiki2md.diagnostics import Reporter
from tiki2md.migration import convert_site
from tiki2md.model import Category, Page, Wiki
from tiki2md.options import Options, with_values
from tiki2md.readers import options_from_preferences, read_sources

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "\n".join(
    (
        "! One", "!! Überschrift", "! One", "((Other|#Two_words)) ((|#One))", "~np~!!! note~/np~",
        '~np~=== "x"~/np~', "* a", "** b", "{CODE()}x{CODE}", "||a|b", "c|d||", "{maketoc}",
        "[tiki-calendar.php|old] {img src=\"img/none.png\" width=\"3\"}", "::mid::", "^box^",
    )
)  # fmt: skip


def small() -> Wiki:
    pages = [
        Page(name="HomePage", source="((Other)) ((Tags)) ((README)) ((index))", page_id=1),
        Page(name="Other", source=f"! Two words\n{HOSTILE}", page_id=2, categories=[1]),
        *(Page(name=name, source=HOSTILE, tags=["a b"]) for name in ("Tags", "README", "index")),
    ]
    return Wiki(pages=pages, categories={1: Category(category_id=1, name="Cat: one")})


def test_drafts_are_not_built(tmp_path: Path) -> None:
    program = installed("mkdocs")
    pages = [
        Page(name="HomePage", source="((Staff rooms))"),
        Page(name="Staff rooms", source="keys", hidden="only Staff may view it"),
    ]
    convert_site(Wiki(pages=pages), Options(target="mkdocs", visibility="all"), tmp_path)
    subprocess.run([program, "build", "-q", "--strict"], cwd=tmp_path, check=True)
    assert (tmp_path / "site/index.html").exists()
    assert not (tmp_path / "site/staff-rooms").exists()


@pytest.fixture(params=["small", "harbour"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    wiki = small() if request.param == "small" else read_sources([HARBOUR], Reporter())
    values = {**options_from_preferences(wiki.preferences), "target": "mkdocs"}
    convert_site(wiki, with_values(Options(), values), tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", [("mkdocs", "build", "--strict"), ("zensical", "build", "-s")])
def test_the_site_builds_without_a_warning(command: tuple[str, ...], site: Path) -> None:
    program = installed(command[0])
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(
        [program, *command[1:]],
        cwd=site,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    assert "WARNING" not in built.stderr
    crawled = crawl_site(site / "site", ignored=leads_out)
    assert crawled.documents
    assert crawled.problems == []
