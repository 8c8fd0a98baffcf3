"""What is far too large, or too deep, is told of in a sentence and costs itself alone."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tiki2md import pipeline
from tiki2md.diagnostics import Code, Reporter
from tiki2md.inspection import inspect_wiki
from tiki2md.migration import convert_site, indexing, page_limits
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.pipeline import parse_page
from tiki2md.plugins import default_registry
from tiki2md.proof import expectation, prove
from tiki2md.readers import SourceError, read_sources
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.nodes import DocumentNode

HUGO = Options(target="hugo")


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_names_in_an_archive_do_not_break_a_message(kind: str, tmp_path: Path) -> None:
    """Found by guided fuzzing."""
    path = tmp_path / "archive"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a\nb", "x")
    info = tarfile.TarInfo("a\nb")
    path.write_bytes(packed.getvalue() if kind == "zip" else info.tobuf() + bytes(1024))
    with pytest.raises(SourceError, match="a b") as error:
        read_sources([path], Reporter())
    assert "\n" not in str(error.value)


def test_a_text_that_no_wiki_can_hold_is_kept_as_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_limits, "MAX_SOURCE", 20)
    pages = [Page(name="Log", source="__much__ " * 3), Page(name="A", source="((Log#top))")]
    summary = convert_site(Wiki(pages=pages), HUGO, tmp_path)
    assert summary.failed == ["Log"]
    assert [d.to_text() for d in summary.diagnostics if d.code is Code.PAGE_TOO_LONG] == [
        "Log: error page-too-long: too long (27 characters), kept as source"
    ]
    assert "__much__ __much__" in (tmp_path / "content" / "log.md").read_text("utf-8")
    assert inspect_wiki(Wiki(pages=pages), HUGO).codes[Code.PAGE_TOO_LONG] == 1


def test_nothing_parses_a_text_that_no_wiki_can_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_limits, "MAX_SOURCE", 25)
    lists = Page(name="A", source="{BACKLINKS(page=B)/}")
    long = Page(name="Long", source="{REDIRECT(page=B)/} ((B)) __b__")
    wiki = Wiki(pages=[lists, Page(name="B", source="b"), long])
    parsed: list[str] = []

    def watched(source: str, *arguments: Any, **named: Any) -> DocumentNode:
        parsed.append(source)
        return parse_page(source, *arguments, **named)

    for module in (expectation, indexing, pipeline):
        monkeypatch.setattr(module, "parse_page", watched)
    convert_site(wiki, HUGO, tmp_path)
    proof = prove(wiki, HUGO, default_registry(), open_folder(tmp_path))
    assert lists.source in parsed
    assert long.source not in parsed
    found = [finding.diagnostic for page in proof.pages for finding in page.findings]
    # Such a page has a title for all its metadata; of its text nothing is missing.
    assert [each.to_text() for each in found if each.code is not Code.VERIFY_FRONT_MATTER] == [
        "Long: error page-too-long: too long (31 characters), kept as source"
    ]
