"""What is far too large, or too deep, is told of in a sentence and costs itself alone."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from tiki2md.diagnostics import Code, Reporter
from tiki2md.inspection import inspect_wiki
from tiki2md.migration import convert_site, patience
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.readers import SourceError, read_sources

if TYPE_CHECKING:
    from pathlib import Path

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
    monkeypatch.setattr(patience, "MAX_SOURCE", 20)
    pages = [Page(name="Log", source="__much__ " * 3), Page(name="A", source="((Log#top))")]
    summary = convert_site(Wiki(pages=pages), HUGO, tmp_path)
    assert summary.failed == ["Log"]
    assert [d.to_text() for d in summary.diagnostics if d.code is Code.PAGE_TOO_LONG] == [
        "Log: error page-too-long: too long (27 characters), kept as source"
    ]
    assert "__much__ __much__" in (tmp_path / "content" / "log.md").read_text("utf-8")
    assert inspect_wiki(Wiki(pages=pages), HUGO).codes[Code.PAGE_TOO_LONG] == 1
