"""Whole pages, byte for byte: front matter, Markdown, and the dump of the AST below it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sample_exports import GOLDEN

import tiki2md
from tiki2md.cli import run

OWN = Path(__file__).parents[1] / "fixtures" / "golden"
ARGUMENTS = ["--preset", "classic", "--debug-dump", "--quiet", "-o"]

every_golden = pytest.mark.parametrize(
    "folder",
    [
        OWN,
        pytest.param(
            GOLDEN,
            marks=pytest.mark.skipif(not GOLDEN.is_dir(), reason="no private golden page here"),
        ),
    ],
    ids=["own", "private"],
)


@every_golden
def test_a_page_is_written_byte_for_byte(
    folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    assert run(["convert", str(folder / "export"), *ARGUMENTS, str(tmp_path / "out")]) == 0
    pages = [path for path in tmp_path.rglob("*.md") if not path.name.startswith("_")]
    assert len(pages) == 1
    written = pages[0].read_bytes()
    if request.config.getoption("--update-fixtures") and folder == OWN:
        (OWN / "page.md").write_bytes(written)
    assert written == (folder / "page.md").read_bytes()


@pytest.mark.skipif(not GOLDEN.is_dir(), reason="no private golden page here")
def test_its_tree_is_printed_byte_for_byte(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["ast", "--format", "classic", str(GOLDEN / "page.tiki")]) == 0
    tree = capfdbinary.readouterr().out
    assert tree.rstrip(b"\n") == (GOLDEN / "page.ast.txt").read_bytes().rstrip(b"\n")


def test_the_dump_holds_the_source() -> None:
    tables = json.loads((OWN / "export" / "tiki_pages.json").read_text("utf-8"))
    rows = next(part["data"] for part in tables if part["type"] == "table")
    assert len(rows) == 1
    source = rows[0]["data"]
    assert tiki2md.unparse(tiki2md.parse(source)) == source
    shown = source.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert shown.strip() in (OWN / "page.md").read_text("utf-8").replace("&quot;", '"')
