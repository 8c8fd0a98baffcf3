"""What a site is compared with besides its export: saved pages, the manifest, the files there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.folder import MANIFEST, check_file, open_folder
from tiki2md.verify.live import compare_live, saved_pages, saved_words
from tiki2md.verify.page import sight_of_page
from tiki2md.verify.reporting import SiteReporter

if TYPE_CHECKING:
    from pathlib import Path


def messages(reporter: SiteReporter) -> list[str]:
    return [finding.diagnostic.message for finding in reporter.diagnostics]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<p>menu</p><div id="page-data"><div>in</div>behind</div>foot', "in behind"),
        ('<i class="x">a</i><div class="a wikitext b">in <p>par</p></div><p>foot</p>', "in par"),
        ('<div id="wikitext" class="mywikitext">all</div> of it', "all of it"),
        ('<div class="wikitext">text</div><div class="wikitext">a comment</div>', "text"),
        ('<div id="page-data"></div><p>Nothing in it</p>', "nothing in it"),
    ],
)
def test_the_text_of_a_saved_page_is_found(html: str, words: str) -> None:
    assert saved_words(html) == words.split()


def test_saved_pages_are_found_by_their_names(tmp_path: Path) -> None:
    for name in ("A%20B.html", "A+B.html", "C.HTM", "D.htm.txt", "E%2BF.html"):
        (tmp_path / name).write_text("")
    found = {name: path.name for name, path in saved_pages(tmp_path).items()}
    assert found == {
        "A%20B": "A%20B.html",
        "A B": "A%20B.html",  # the first one
        "A+B": "A+B.html",
        "C": "C.HTM",
        "E%2BF": "E%2BF.html",
        "E+F": "E%2BF.html",
    }


@pytest.mark.parametrize(
    ("shown", "message"),
    [
        ("a b c d e f g", ""),
        ("a X c X e X g", "“b” for “x”; “d” for “x”; “f” for “x”"),
        ("X b X d X f X", "“a” for “x”; “c” for “x”; “e” for “x”; and at 1 more places"),
    ],
)
def test_the_first_differences_are_told(shown: str, message: str) -> None:
    reporter = SiteReporter("A", "a.md")
    sight = sight_of_page(shown, DIALECTS["gfm"])
    score = compare_live(list("abcdefg"), sight, reporter)
    assert score.total == 7
    found = messages(reporter)
    assert [text for text in found if not text.endswith(message)] == []
    assert len(found) == bool(message)


def test_hidden_folders_are_none_of_the_site(tmp_path: Path) -> None:
    for path in ("a.md", ".git/b.md", "sub/c.md", "sub/.d/e.md", ".f"):
        (tmp_path / path).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / path).write_text("")
    folder = open_folder(tmp_path)
    assert folder.files == {"a.md", "sub/c.md", ".f"}
    assert folder.has(".git/b.md")
    assert not folder.has(".git/c.md")


def test_a_manifest_that_is_nested_too_deep_is_damaged(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).parent.mkdir()
    (tmp_path / MANIFEST).write_text("[" * 100_000)
    assert open_folder(tmp_path).manifest() is None


@pytest.mark.parametrize(
    ("size", "md5", "message"),
    [
        (1, "0cc175b9c0f1b6a831c399e269772661", []),
        (1, "", []),
        (1, "00000000000000000000000000000000", ["a.png has other bytes than in the export"]),
        (2, "", ["a.png has 1 bytes; the export has 2"]),
    ],
)
def test_a_file_is_that_of_the_export(
    tmp_path: Path, size: int, md5: str, message: list[str]
) -> None:
    (tmp_path / "a.png").write_text("a")
    reporter = SiteReporter("", "")
    check_file(open_folder(tmp_path), "a.png", size, md5, reporter)
    assert messages(reporter) == message
